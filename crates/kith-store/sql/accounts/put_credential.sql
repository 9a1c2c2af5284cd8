-- Another password, if it is still the one that was checked. Index: primary key.
UPDATE credential SET password_hash = $3, changed_at = $4 WHERE member_id = $1 AND password_hash = $2
