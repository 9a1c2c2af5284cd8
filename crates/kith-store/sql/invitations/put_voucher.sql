-- Whom S asks to vouch for an invitation that is open at $4, if nobody was asked before: one for each. Index: primary key.
UPDATE invitation SET voucher_id = $3, vouch_asked_at = $4
WHERE sender_id = $1 AND inv_id = $2 AND outcome = 0 AND expires_at > $4 AND voucher_id IS NULL
