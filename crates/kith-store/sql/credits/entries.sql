-- A member's ledger, the latest first, before the line $2. Index: primary key.
SELECT entry_id, amount, cause, outreach_id, by_id, at FROM credit_entry WHERE member_id = $1 AND entry_id < $2 ORDER BY entry_id DESC LIMIT $3
