-- A departed member's place in the notifications. Index: primary key.
DELETE FROM notification_read WHERE member_id = $1
