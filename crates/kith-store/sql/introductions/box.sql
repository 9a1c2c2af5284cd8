-- A member's introductions in the role $2, the latest first, before $3; with $4 = 1 only those that wait at $5.
-- Index: introduction_box.
SELECT introduction_id, role, asker_id, go_between_id, recipient_id, reason, words, state, asked_at, expires_at, conversation_id, last_message_id, read_message_id, left_at
FROM introduction
WHERE member_id = $1 AND role = $2 AND introduction_id < $3 AND ($4 = 0 OR (state < 2 AND expires_at > $5))
ORDER BY introduction_id DESC LIMIT $6
