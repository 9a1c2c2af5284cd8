-- One credit less, if there is one and no monthly ones are due at $2. Index: primary key.
UPDATE credit SET balance = balance - 1 WHERE member_id = $1 AND balance > 0 AND next_at > $2
