-- What a member asked whose time runs at $2. Index: introduction_box.
SELECT introduction_id, role, asker_id, go_between_id, recipient_id, reason, words, state, asked_at, expires_at, conversation_id, last_message_id, read_message_id, left_at
FROM introduction WHERE member_id = $1 AND role = 1 AND expires_at > $2 ORDER BY introduction_id
