-- A line of a member's ledger. Index: primary key.
INSERT INTO credit_entry (member_id, entry_id, amount, cause, outreach_id, by_id, at) VALUES ($1, $2, $3, $4, $5, $6, $7)
