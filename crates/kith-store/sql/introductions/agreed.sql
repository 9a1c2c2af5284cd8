-- Whether $1 and $2 were introduced to each other, and both agreed. Index: introduction_box.
SELECT 1 FROM introduction WHERE member_id = $1 AND role <> 2 AND state = 4 AND (asker_id = $2 OR recipient_id = $2) LIMIT 1
