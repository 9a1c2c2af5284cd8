-- The outreach messages to $1 in the trays from $2 to $3, the latest first, before $4, of senders who are active and not
-- kept apart. Index: primary keys.
SELECT m.member_id, m.handle, m.name, m.headline, m.location, m.picture, m.status, o.outreach_id, o.recipient_id, o.subject, o.body, o.sent_at, o.outcome, o.ended_at, o.sender_id, q.tray
FROM outreach_request q
JOIN member m ON m.member_id = q.sender_id AND m.status = 1
JOIN relation r ON r.owner_id = q.recipient_id AND r.other_id = q.sender_id AND (r.stances & 3) = 0
JOIN outreach o ON o.sender_id = q.sender_id AND o.outreach_id = q.outreach_id
WHERE q.recipient_id = $1 AND q.tray >= $2 AND q.tray <= $3 AND q.outreach_id < $4
ORDER BY q.outreach_id DESC LIMIT $5
