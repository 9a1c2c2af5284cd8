-- A departed member's positions. Index: primary key.
DELETE FROM position WHERE member_id = $1
