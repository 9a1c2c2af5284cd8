-- A member's credits. Index: primary key.
SELECT plan, balance, next_at FROM credit WHERE member_id = $1
