-- A departed member's notifications. Index: primary key.
DELETE FROM notification WHERE member_id = $1
