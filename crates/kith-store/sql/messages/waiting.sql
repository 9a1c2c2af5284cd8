-- In how many conversations something unread waits for $1, counted to $2. Index: conversation_recent.
SELECT count(*) FROM (
    SELECT 1 FROM conversation_member c
    JOIN relation r ON r.owner_id = c.member_id AND r.other_id = c.other_id AND (r.state = 2 OR c.outreach_id <> 0) AND (r.stances & 3) = 0
    WHERE c.member_id = $1 AND c.last_message_id > c.read_message_id
        AND NOT EXISTS (SELECT 1 FROM proviso p WHERE p.member_id = c.other_id AND p.away = 1)
    LIMIT $2) waiting
