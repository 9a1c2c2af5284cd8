-- A member leaves a conversation of three. Index: primary key.
UPDATE introduction SET left_at = $3 WHERE member_id = $1 AND introduction_id = $2 AND conversation_id <> 0 AND left_at = 0
