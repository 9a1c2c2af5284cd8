-- What was asked and answered about an invitation that is open, and when it is over from now on. Index: primary key.
UPDATE invitation SET exchanges = $3, expires_at = $4 WHERE sender_id = $1 AND inv_id = $2 AND outcome = 0
