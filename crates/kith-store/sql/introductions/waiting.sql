-- The conversations of three in which something unread waits for $1, at most $2: who is in them. Index:
-- introduction_conversation.
SELECT c.introduction_id, c.asker_id, c.go_between_id, c.recipient_id
FROM introduction c
WHERE c.member_id = $1 AND c.conversation_id <> 0 AND c.left_at = 0 AND c.last_message_id > c.read_message_id
ORDER BY c.last_message_id DESC LIMIT $2
