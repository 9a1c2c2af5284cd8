-- A departed member's memberships. Index: primary key.
DELETE FROM membership WHERE member_id = $1
