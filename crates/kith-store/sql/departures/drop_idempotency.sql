-- A departed member's remembered requests. Index: primary key.
DELETE FROM idempotency WHERE member_id = $1
