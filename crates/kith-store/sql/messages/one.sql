-- One message. Index: primary key.
SELECT message_id, sender_id, body, at FROM message WHERE conversation_id = $1 AND message_id = $2
