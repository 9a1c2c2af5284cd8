-- The conversation of $1 with $2, as $1 has it. Index: conversation_with.
SELECT conversation_id, last_message_id, read_message_id, outreach_id FROM conversation_member WHERE member_id = $1 AND other_id = $2
