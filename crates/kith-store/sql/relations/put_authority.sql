-- The authority's half of a relation, if its version is still the one the decision was made on. Index: primary key.
INSERT INTO relation (owner_id, other_id, state, box, rank, sender_id, inv_id, sent_at, opens_at, expires_at, viewed_at, state_at, stances, lo_may_from, hi_may_from, version, updated_at, lo_no_pitches_since, lo_no_pitches_until, hi_no_pitches_since, hi_no_pitches_until)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)
ON CONFLICT (owner_id, other_id) DO UPDATE SET
    state = excluded.state, box = excluded.box, rank = excluded.rank, sender_id = excluded.sender_id, inv_id = excluded.inv_id, sent_at = excluded.sent_at,
    opens_at = excluded.opens_at, expires_at = excluded.expires_at, viewed_at = excluded.viewed_at, state_at = excluded.state_at,
    stances = excluded.stances, lo_may_from = excluded.lo_may_from, hi_may_from = excluded.hi_may_from,
    lo_no_pitches_since = excluded.lo_no_pitches_since, lo_no_pitches_until = excluded.lo_no_pitches_until,
    hi_no_pitches_since = excluded.hi_no_pitches_since, hi_no_pitches_until = excluded.hi_no_pitches_until,
    version = excluded.version, updated_at = excluded.updated_at
WHERE relation.version = excluded.version - 1
