-- Whom a member lets in, if the row is still the one that was read. Index: primary key.
UPDATE member SET door = $3, version = version + 1, updated_at = $4 WHERE member_id = $1 AND version = $2
