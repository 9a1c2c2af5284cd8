-- The conversations of three of $1, the one written in last first, before the message $2: who, the last message, and up to
-- where $1 has read. Index: introduction_conversation.
SELECT c.introduction_id, c.asker_id, c.go_between_id, c.recipient_id, c.conversation_id, c.last_message_id, c.read_message_id
FROM introduction c
WHERE c.member_id = $1 AND c.conversation_id <> 0 AND c.left_at = 0 AND c.last_message_id < $2
ORDER BY c.last_message_id DESC LIMIT $3
