-- Whatever stands between two members, from the authority's half. Index: primary key.
SELECT state, sender_id, inv_id, sent_at, opens_at, expires_at, viewed_at, state_at, stances, lo_may_from, hi_may_from, version, updated_at,
    lo_no_pitches_since, lo_no_pitches_until, hi_no_pitches_since, hi_no_pitches_until
FROM relation WHERE owner_id = $1 AND other_id = $2
