-- Gives a member a seat in the conversation of three ($5), which begins at $6, with the go-between's words, as their part
-- moves to agreed, if it is in the state $3. Index: primary key.
UPDATE introduction SET state = 4, state_at = $4, conversation_id = $5, last_message_id = $6, read_message_id = $6, words = $7
WHERE member_id = $1 AND introduction_id = $2 AND state = $3
