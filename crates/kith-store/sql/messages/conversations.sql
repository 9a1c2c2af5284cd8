-- The conversations of $1 with whom they may write to, the one written in last first, before the message $2: with whom,
-- the last message, and up to where $1 has read. Index: conversation_recent, primary keys.
SELECT c.other_id, c.conversation_id, c.last_message_id, c.read_message_id
FROM conversation_member c
JOIN relation r ON r.owner_id = c.member_id AND r.other_id = c.other_id AND (r.state = 2 OR c.outreach_id <> 0) AND (r.stances & 3) = 0
WHERE c.member_id = $1 AND c.last_message_id < $2
    AND NOT EXISTS (SELECT 1 FROM proviso p WHERE p.member_id = c.other_id AND p.away = 1)
ORDER BY c.last_message_id DESC LIMIT $3
