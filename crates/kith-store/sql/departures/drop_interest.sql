-- A departed member's interests. Index: primary key.
DELETE FROM interest WHERE member_id = $1
