-- The messages of a conversation, the latest first, before the message $2. Index: primary key.
SELECT message_id, sender_id, body, at FROM message WHERE conversation_id = $1 AND message_id < $2 ORDER BY message_id DESC LIMIT $3
