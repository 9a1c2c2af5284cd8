-- An introduction as one of its three has it. Index: primary key.
SELECT introduction_id, role, asker_id, go_between_id, recipient_id, reason, words, state, asked_at, expires_at, conversation_id, last_message_id, read_message_id, left_at
FROM introduction WHERE member_id = $1 AND introduction_id = $2
