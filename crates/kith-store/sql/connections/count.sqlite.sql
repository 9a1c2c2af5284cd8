-- How many connections of $1 are active and show their own list ($2 = 1: whether they do or not), but for those of a list
-- of ids ($3, as JSON). Index: relation_box.
SELECT count(*)
FROM relation r
WHERE r.owner_id = $1 AND r.box = 2 AND r.box <> 0 AND r.rank > 0
    AND r.other_id NOT IN (SELECT value FROM json_each($3))
    AND NOT EXISTS (SELECT 1 FROM proviso p WHERE p.member_id = r.other_id AND (p.away = 1 OR ($2 = 0 AND p.hides_connections = 1)))
