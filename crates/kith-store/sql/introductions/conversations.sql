-- The conversations of three of $1, the one written in last first, before the message $2, but those from which a block
-- keeps them: who, the last message if any, and how many of the others' are unread, counted to $4.
-- Index: introduction_conversation, primary keys.
SELECT c.introduction_id, c.asker_id, c.go_between_id, c.recipient_id, c.conversation_id, c.last_message_id, l.sender_id, l.body, l.at,
    (SELECT count(*) FROM (SELECT 1 FROM message u WHERE u.conversation_id = c.conversation_id AND u.message_id > c.read_message_id AND u.sender_id <> c.member_id LIMIT $4) unread)
FROM introduction c LEFT JOIN message l ON l.conversation_id = c.conversation_id AND l.message_id = c.last_message_id
WHERE c.member_id = $1 AND c.conversation_id <> 0 AND c.left_at = 0 AND c.last_message_id < $2
    AND NOT EXISTS (SELECT 1 FROM introduction o JOIN relation x ON x.owner_id = c.member_id AND x.other_id = o.member_id AND (x.stances & 3) <> 0
        WHERE o.member_id IN (c.asker_id, c.go_between_id, c.recipient_id) AND o.introduction_id = c.introduction_id AND o.left_at = 0)
ORDER BY c.last_message_id DESC LIMIT $3
