-- Whether $2 wrote in the conversation $1 since $3. Index: primary key.
SELECT EXISTS (SELECT 1 FROM message WHERE conversation_id = $1 AND sender_id = $2 AND at >= $3)
