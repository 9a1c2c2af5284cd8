-- $1 has read the conversation with $2 up to the message $3. Index: conversation_with.
UPDATE conversation_member SET read_message_id = CASE WHEN last_message_id < $3 THEN last_message_id ELSE $3 END
WHERE member_id = $1 AND other_id = $2 AND read_message_id < $3
