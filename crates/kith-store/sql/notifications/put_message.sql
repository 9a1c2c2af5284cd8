-- A line of $1's news that $2 wrote at $3: one for each conversation, at its latest time. Index: primary keys.
INSERT INTO notification (member_id, notification_id, kind, actor_id, subject_id, visible_at)
SELECT c.member_id, c.conversation_id, 3, c.other_id, c.conversation_id, CAST($3 AS BIGINT) FROM conversation_member c
WHERE c.member_id = $1 AND c.other_id = $2
ON CONFLICT (member_id, notification_id) DO UPDATE SET visible_at = excluded.visible_at
WHERE notification.visible_at < excluded.visible_at
