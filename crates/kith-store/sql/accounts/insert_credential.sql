-- A new member's password. Index: primary key.
INSERT INTO credential (member_id, password_hash, changed_at) VALUES ($1, $2, $3)
