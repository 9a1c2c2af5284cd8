-- Whether $1 still sits in the conversation of the introduction $2. Index: primary key.
SELECT member_id, introduction_id FROM introduction
WHERE member_id = $1 AND introduction_id = $2 AND conversation_id <> 0 AND left_at = 0
