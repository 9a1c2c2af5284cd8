-- What came after the member had read the news the last time, the oldest first, at most $3.
    AND n.visible_at > coalesce((SELECT d.read_until FROM notification_read d WHERE d.member_id = $1), 0)
ORDER BY n.visible_at, n.notification_id LIMIT $3
