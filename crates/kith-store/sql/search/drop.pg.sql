-- A member is no longer found. Index: primary key.
DELETE FROM member_search WHERE member_id = $1
