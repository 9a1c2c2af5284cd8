-- How many of a sender's invitations are open and not over at $2. Index: primary key.
SELECT count(*) FROM invitation WHERE sender_id = $1 AND outcome = 0 AND expires_at > $2
