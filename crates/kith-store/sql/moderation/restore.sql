-- Lets a stopped account go on, if it is still as it was read. Index: primary key.
UPDATE member SET status = 1, version = version + 1, updated_at = $3 WHERE member_id = $1 AND version = $2 AND status = 2
