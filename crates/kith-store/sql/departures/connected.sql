-- Whom a departed member is connected with, so many of them. Index: relation_box.
SELECT other_id FROM relation WHERE owner_id = $1 AND box = 2 AND box <> 0 ORDER BY rank LIMIT $2
