-- Restrictions in force at $1 that only a moderator lifts, the oldest first. Index: restriction_waits.
SELECT r.member_id, r.restriction_id, r.since FROM restriction r JOIN standing s ON s.member_id = r.member_id AND s.restricted_until > $1
WHERE r.lifts = 3 AND r.voided = 0 AND r.lifted_at IS NULL AND r.restriction_id > 0 ORDER BY r.restriction_id LIMIT $2
