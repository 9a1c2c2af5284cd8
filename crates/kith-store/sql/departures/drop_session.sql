-- A departed member's sessions. Index: primary key.
DELETE FROM session WHERE member_id = $1
