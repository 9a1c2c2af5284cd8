-- The first member of all, by whom a network is known. Index: primary key.
SELECT member_id, created_at FROM member ORDER BY member_id LIMIT 1
