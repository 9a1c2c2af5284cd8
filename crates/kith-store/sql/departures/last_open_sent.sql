-- When the last open invitation of a departed member is over. Index: primary key.
SELECT max(expires_at) FROM invitation WHERE sender_id = $1 AND outcome = 0
