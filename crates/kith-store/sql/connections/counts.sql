-- Whether $2 is among those that `connections/count` counts for $1 ($3 = 1: whether they show their list or not). Index:
-- primary key.
SELECT 1
FROM relation r
WHERE r.owner_id = $1 AND r.other_id = $2 AND r.box = 2
    AND NOT EXISTS (SELECT 1 FROM proviso p WHERE p.member_id = r.other_id AND (p.away = 1 OR ($3 = 0 AND p.hides_connections = 1)))
