-- One message. Index: primary key.
INSERT INTO message (conversation_id, message_id, sender_id, body, at) VALUES ($1, $2, $3, $4, $5)
