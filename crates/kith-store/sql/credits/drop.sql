-- A member's credits. Index: primary key.
DELETE FROM credit WHERE member_id = $1
