-- The same from the other side. Index: primary key.
DELETE FROM follower WHERE member_id = $1 AND other_id = $2
