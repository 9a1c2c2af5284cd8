-- A departed member's warnings. Index: primary key.
DELETE FROM warning WHERE member_id = $1
