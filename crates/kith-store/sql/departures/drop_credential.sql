-- A departed member's password. Index: primary key.
DELETE FROM credential WHERE member_id = $1
