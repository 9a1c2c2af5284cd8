-- The groups a member is in, the latest first. Index: primary key.
SELECT group_id, name FROM membership WHERE member_id = $1 ORDER BY since DESC, group_id DESC
