-- The connections of $1, the latest first, from the place ($2, $3) on: who is active and shows the own list ($4 = 1:
-- whether they do or not). Index: relation_box.
SELECT r.other_id, r.rank, r.inv_id, r.sender_id
FROM relation r
WHERE r.owner_id = $1 AND r.box = 2 AND r.box <> 0 AND r.rank <= $2 AND (r.rank < $2 OR r.other_id < $3)
    AND NOT EXISTS (SELECT 1 FROM proviso p WHERE p.member_id = r.other_id AND (p.away = 1 OR ($4 = 0 AND p.hides_connections = 1)))
ORDER BY r.rank DESC, r.other_id DESC LIMIT $5
