-- What R told S of an invitation that is open, and when it is over from now on. Index: primary key.
UPDATE invitation SET not_now_until = $3, not_now_at = $4, expires_at = $5 WHERE sender_id = $1 AND inv_id = $2 AND outcome = 0
