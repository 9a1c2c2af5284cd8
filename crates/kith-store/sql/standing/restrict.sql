-- Restricts a member until somebody agrees or decides. Index: primary key.
UPDATE standing SET version = version + 1, restrictions = restrictions + 1, restricted_until = 9223372036854775807
WHERE member_id = $1 AND version = $2
