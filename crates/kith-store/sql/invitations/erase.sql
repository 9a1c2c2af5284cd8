-- Takes away an undone invitation. Index: primary key.
DELETE FROM invitation WHERE sender_id = $1 AND inv_id = $2
