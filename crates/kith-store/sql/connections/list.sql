-- The connections of $1, the latest first, from the place ($2, $3) on: who is active, not kept apart from the one who
-- looks ($4), and whose own list the one who looks may see ($5 = 1: all of them). Index: relation_box.
SELECT m.member_id, m.handle, m.name, m.headline, m.location, m.picture, m.status, r.rank, r.inv_id, r.sender_id
FROM relation r JOIN member m ON m.member_id = r.other_id AND m.status = 1
WHERE r.owner_id = $1 AND r.box = 2 AND r.box <> 0 AND r.rank <= $2 AND (r.rank < $2 OR r.other_id < $3)
    AND ($5 = 1 OR m.connections_visible_to = 1)
    AND NOT EXISTS (SELECT 1 FROM relation x WHERE x.owner_id = $4 AND x.other_id = m.member_id AND ((x.stances & 3) <> 0
        OR ($1 <> $4 AND (x.stances & CASE WHEN x.owner_id < x.other_id THEN 32 ELSE 16 END) <> 0)))
ORDER BY r.rank DESC, r.other_id DESC LIMIT $6
