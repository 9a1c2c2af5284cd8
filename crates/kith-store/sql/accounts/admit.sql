-- Lets in who waits for it. Index: primary key.
UPDATE member SET status = 1, version = version + 1, updated_at = $2 WHERE member_id = $1 AND status = 0
