-- A member's ledger. Index: primary key.
DELETE FROM credit_entry WHERE member_id = $1
