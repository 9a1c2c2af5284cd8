-- Over which connections of $1 nobody is suggested: who is not active, or hides the own list ($2 = 1: that does not count).
-- Index: relation_box.
SELECT r.other_id
FROM relation r JOIN proviso p ON p.member_id = r.other_id
WHERE r.owner_id = $1 AND r.box = 2 AND r.box <> 0 AND (p.away = 1 OR ($2 = 0 AND p.hides_connections = 1))
