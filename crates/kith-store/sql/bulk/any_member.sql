-- Whether there is any member at all. Index: primary key.
SELECT member_id FROM member WHERE member_id > 0 ORDER BY member_id LIMIT 1
