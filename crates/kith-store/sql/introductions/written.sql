-- One member's seat with the last message, read up to $4; who writes has to sit there still. Index: primary key.
UPDATE introduction SET
    last_message_id = CASE WHEN last_message_id < $3 THEN $3 ELSE last_message_id END,
    read_message_id = CASE WHEN read_message_id < $4 THEN $4 ELSE read_message_id END
WHERE member_id = $1 AND introduction_id = $2 AND conversation_id <> 0 AND left_at = 0
