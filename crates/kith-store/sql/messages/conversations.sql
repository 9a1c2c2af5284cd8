-- The conversations of $1 with whom they may write to, the one written in last first, before the message $2: who, the last message,
-- and how many of the other's are unread, counted to $4. Index: conversation_recent, primary keys.
SELECT m.member_id, m.handle, m.name, m.headline, m.location, m.picture, m.status, c.conversation_id, c.last_message_id, l.sender_id, l.body, l.at,
    (SELECT count(*) FROM (SELECT 1 FROM message u WHERE u.conversation_id = c.conversation_id AND u.message_id > c.read_message_id AND u.sender_id <> c.member_id LIMIT $4) unread)
FROM conversation_member c
JOIN relation r ON r.owner_id = c.member_id AND r.other_id = c.other_id AND (r.state = 2 OR c.outreach_id <> 0) AND (r.stances & 3) = 0
JOIN member m ON m.member_id = c.other_id AND m.status = 1
JOIN message l ON l.conversation_id = c.conversation_id AND l.message_id = c.last_message_id
WHERE c.member_id = $1 AND c.last_message_id < $2
ORDER BY c.last_message_id DESC LIMIT $3
