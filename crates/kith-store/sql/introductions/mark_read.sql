-- A member has read a conversation of three up to the message $3. Index: primary key.
UPDATE introduction SET read_message_id = CASE WHEN last_message_id < $3 THEN last_message_id ELSE $3 END
WHERE member_id = $1 AND introduction_id = $2 AND conversation_id <> 0 AND read_message_id < $3
