-- The name of a departed member, once nobody has an open invitation to it. Index: primary key.
UPDATE member SET name = '', version = version + 1, updated_at = $2 WHERE member_id = $1 AND status = 3
