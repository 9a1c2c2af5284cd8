-- What became of the invitations a member sent, how many of each outcome; open ones that are over at $2 count as expired.
-- Index: primary key.
SELECT CASE WHEN outcome = 0 AND expires_at <= $2 THEN 3 ELSE outcome END, count(*) FROM invitation WHERE sender_id = $1 GROUP BY 1
