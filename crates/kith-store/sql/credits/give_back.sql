-- One credit more, if no monthly ones are due at $2. Index: primary key.
UPDATE credit SET balance = balance + 1 WHERE member_id = $1 AND next_at > $2
