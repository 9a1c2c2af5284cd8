-- Lets in who waits for it, if the row is still the one that was read. Index: primary key.
UPDATE member SET status = 1, version = version + 1, updated_at = $3 WHERE member_id = $1 AND version = $2 AND status = 0
