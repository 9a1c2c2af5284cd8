-- A line of a member's news: one for each thing it is about, at its latest time. Index: primary key.
INSERT INTO notification (member_id, notification_id, kind, actor_id, subject_id, visible_at) VALUES ($1, $2, $3, $4, $2, $5)
ON CONFLICT (member_id, notification_id) DO UPDATE SET kind = excluded.kind, actor_id = excluded.actor_id, visible_at = excluded.visible_at
WHERE notification.visible_at < excluded.visible_at
