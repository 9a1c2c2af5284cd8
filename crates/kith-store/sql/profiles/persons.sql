-- A member as others meet them in a list; one who has left and whose name is gone is nobody. Index: primary key.
SELECT member_id, handle, name, headline, location, picture, status FROM member
WHERE member_id = $1 AND name <> ''
