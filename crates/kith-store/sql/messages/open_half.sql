-- One member's side of a conversation that an answered outreach message ($6) opens, with its last message, read up to
-- $5. Index: primary key, conversation_with.
INSERT INTO conversation_member (member_id, conversation_id, other_id, last_message_id, read_message_id, outreach_id) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (member_id, conversation_id) DO UPDATE SET
    last_message_id = CASE WHEN conversation_member.last_message_id < excluded.last_message_id THEN excluded.last_message_id ELSE conversation_member.last_message_id END,
    read_message_id = CASE WHEN conversation_member.read_message_id < excluded.read_message_id THEN excluded.read_message_id ELSE conversation_member.read_message_id END,
    outreach_id = excluded.outreach_id
