-- Up to when a member has read the news. Index: primary key.
SELECT read_until FROM notification_read WHERE member_id = $1
