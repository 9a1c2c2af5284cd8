-- A line of $1's news that $3 wrote at $4 into the conversation of three of the introduction $2, at its latest time.
-- Index: primary keys.
INSERT INTO notification (member_id, notification_id, kind, actor_id, subject_id, visible_at)
SELECT p.member_id, p.conversation_id, 25, CAST($3 AS BIGINT), p.introduction_id, CAST($4 AS BIGINT) FROM introduction p
WHERE p.member_id = $1 AND p.introduction_id = $2 AND p.conversation_id <> 0 AND p.left_at = 0
ON CONFLICT (member_id, notification_id) DO UPDATE SET actor_id = excluded.actor_id, visible_at = excluded.visible_at
WHERE notification.visible_at < excluded.visible_at
