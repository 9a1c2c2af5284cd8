-- In how many conversations of three something unread waits for $1, counted to $2. Index: introduction_conversation.
SELECT count(*) FROM (
    SELECT 1 FROM introduction c
    WHERE c.member_id = $1 AND c.conversation_id <> 0 AND c.left_at = 0 AND c.last_message_id > c.read_message_id
        AND NOT EXISTS (SELECT 1 FROM introduction o JOIN relation x ON x.owner_id = c.member_id AND x.other_id = o.member_id AND (x.stances & 3) <> 0
            WHERE o.member_id IN (c.asker_id, c.go_between_id, c.recipient_id) AND o.introduction_id = c.introduction_id AND o.left_at = 0)
    LIMIT $2) waiting
