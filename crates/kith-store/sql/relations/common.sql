-- The connections two members share, shown or not, at most $3, but for those who limit one of the two. Index: relation_box, primary key.
SELECT m.member_id, m.name, m.connections_visible_to, m.status
FROM relation a
JOIN relation b ON b.owner_id = $2 AND b.other_id = a.other_id AND b.box = 2
JOIN member m ON m.member_id = a.other_id
WHERE a.owner_id = $1 AND a.box = 2 AND a.box <> 0
    AND (a.stances & CASE WHEN a.owner_id < a.other_id THEN 32 ELSE 16 END) = 0 AND (b.stances & CASE WHEN b.owner_id < b.other_id THEN 32 ELSE 16 END) = 0
ORDER BY m.member_id LIMIT $3
