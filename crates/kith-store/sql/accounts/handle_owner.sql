-- Whose handle this is. Index: primary key.
SELECT member_id FROM handle WHERE handle = $1
