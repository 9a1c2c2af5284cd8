-- How an invitation ended, if it had not. Index: primary key.
UPDATE invitation SET outcome = $3, ended_at = $4 WHERE sender_id = $1 AND inv_id = $2 AND outcome = 0
