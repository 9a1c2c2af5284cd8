-- When a member left, while not all that was theirs is gone. Index: primary key.
SELECT left_at FROM departure WHERE member_id = $1
