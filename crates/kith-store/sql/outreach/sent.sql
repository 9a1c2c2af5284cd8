-- The outreach messages of a sender, the latest first, before $2. Index: primary key.
SELECT outreach_id, recipient_id, subject, body, sent_at, outcome, ended_at, sender_id FROM outreach WHERE sender_id = $1 AND outreach_id < $2
ORDER BY outreach_id DESC LIMIT $3
