-- The note of an invitation that is open, and how alike it is to the sender's others. Index: primary key.
UPDATE invitation SET note = $3, originality = $4 WHERE sender_id = $1 AND inv_id = $2 AND outcome = 0
