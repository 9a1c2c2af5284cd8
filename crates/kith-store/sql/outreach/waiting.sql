-- How many outreach messages wait for $1, counted to $2. Index: outreach_request_tray.
SELECT count(*) FROM (
    SELECT 1 FROM outreach_request q
    JOIN relation r ON r.owner_id = q.recipient_id AND r.other_id = q.sender_id AND (r.stances & 3) = 0
    WHERE q.recipient_id = $1 AND q.tray = 0
        AND NOT EXISTS (SELECT 1 FROM proviso p WHERE p.member_id = q.sender_id AND p.away = 1)
    LIMIT $2) waiting
