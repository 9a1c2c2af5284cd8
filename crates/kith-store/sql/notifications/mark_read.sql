-- A member has read the news up to $2; never back. Index: primary key.
INSERT INTO notification_read (member_id, read_until) VALUES ($1, $2)
ON CONFLICT (member_id) DO UPDATE SET read_until = excluded.read_until WHERE notification_read.read_until < excluded.read_until
