-- Everybody, the earliest first, after the member $1. Index: primary key.
SELECT member_id, handle, name, headline, location, picture, status FROM member WHERE member_id > $1 ORDER BY member_id LIMIT $2
