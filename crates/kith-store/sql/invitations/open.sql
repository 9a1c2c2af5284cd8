-- Whether an invitation has no end yet. Index: primary key.
SELECT 1 FROM invitation WHERE sender_id = $1 AND inv_id = $2 AND outcome = 0
