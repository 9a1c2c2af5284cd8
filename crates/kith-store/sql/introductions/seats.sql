-- Which of the three of an introduction still sit in its conversation: each one's own row. Index: primary key.
SELECT member_id FROM introduction
WHERE member_id IN ($2, $3, $4) AND introduction_id = $1 AND conversation_id <> 0 AND left_at = 0
