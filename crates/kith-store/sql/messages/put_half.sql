-- One member's side of a conversation with its last message, read up to $5. A second conversation of the same two breaks
-- the rule that there is one. Index: primary key, conversation_with.
INSERT INTO conversation_member (member_id, conversation_id, other_id, last_message_id, read_message_id) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (member_id, conversation_id) DO UPDATE SET
    last_message_id = CASE WHEN conversation_member.last_message_id < excluded.last_message_id THEN excluded.last_message_id ELSE conversation_member.last_message_id END,
    read_message_id = CASE WHEN conversation_member.read_message_id < excluded.read_message_id THEN excluded.read_message_id ELSE conversation_member.read_message_id END
