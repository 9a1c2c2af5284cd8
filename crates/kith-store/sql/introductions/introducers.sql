-- Who may be asked to introduce $1 and $2: connections of both whose lists both may see ($3 = 1: all of them) and who take
-- requests, after the member $4. Index: relation_box, primary key.
SELECT m.member_id, m.handle, m.name, m.headline, m.location, m.picture, m.status
FROM relation a
JOIN relation b ON b.owner_id = $2 AND b.other_id = a.other_id AND b.box = 2
JOIN member m ON m.member_id = a.other_id AND m.status = 1 AND m.takes_introductions = 1
WHERE a.owner_id = $1 AND a.box = 2 AND a.box <> 0 AND a.other_id > $4 AND ($3 = 1 OR m.connections_visible_to = 1)
    AND (a.stances & CASE WHEN a.owner_id < a.other_id THEN 32 ELSE 16 END) = 0 AND (b.stances & CASE WHEN b.owner_id < b.other_id THEN 32 ELSE 16 END) = 0
ORDER BY a.other_id LIMIT $5
