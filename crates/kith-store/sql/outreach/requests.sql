-- The outreach messages to $1 in the trays from $2 to $3, the latest first, before $4, of senders who are active and not
-- kept apart: who wrote which, and where it lies. Index: primary keys.
SELECT q.sender_id, q.outreach_id, q.tray
FROM outreach_request q
JOIN relation r ON r.owner_id = q.recipient_id AND r.other_id = q.sender_id AND (r.stances & 3) = 0
WHERE q.recipient_id = $1 AND q.tray >= $2 AND q.tray <= $3 AND q.outreach_id < $4
    AND NOT EXISTS (SELECT 1 FROM proviso p WHERE p.member_id = q.sender_id AND p.away = 1)
ORDER BY q.outreach_id DESC LIMIT $5
