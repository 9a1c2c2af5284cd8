-- A member as others meet them in a list. Index: primary key.
SELECT member_id, handle, name, headline, location, picture, status FROM member
WHERE member_id = $1
