-- A member's standing with the latest restriction. Index: primary keys.
SELECT s.version, s.sent, s.granted, s.week_start, s.week_used, s.day_start, s.day_used, s.pending, s.connections, s.marks_from, s.restrictions, s.restricted_until,
    r.restriction_id, r.since, r.nth, r.ground, r.lifts, r.until_at, r.agreed_at,
    r.facts, r.decided_by, r.scope, r.redress, r.explanation
FROM standing s LEFT JOIN restriction r ON r.member_id = s.member_id
    AND r.restriction_id = (SELECT max(x.restriction_id) FROM restriction x WHERE x.member_id = s.member_id AND x.voided = 0)
WHERE s.member_id = $1
