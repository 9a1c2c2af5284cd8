-- How many connections of $1 the one who looks ($2) would find in the list ($3 = 1: hidden ones too). Index: relation_box.
SELECT count(*)
FROM relation r JOIN member m ON m.member_id = r.other_id AND m.status = 1
WHERE r.owner_id = $1 AND r.box = 2 AND r.box <> 0 AND r.rank > 0
    AND ($3 = 1 OR m.connections_visible_to = 1)
    AND NOT EXISTS (SELECT 1 FROM relation x WHERE x.owner_id = $2 AND x.other_id = m.member_id AND ((x.stances & 3) <> 0
        OR ($1 <> $2 AND (x.stances & CASE WHEN x.owner_id < x.other_id THEN 32 ELSE 16 END) <> 0)))
