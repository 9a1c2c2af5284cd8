-- How many messages of others than $3 stand in the conversation $1 after the message $2, counted to $4. Index: primary key.
SELECT count(*) FROM (
    SELECT 1 FROM message WHERE conversation_id = $1 AND message_id > $2 AND sender_id <> $3 LIMIT $4) unread
