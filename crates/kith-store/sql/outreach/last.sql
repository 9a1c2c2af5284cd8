-- The last outreach message of $1 to $2. Index: outreach_to.
SELECT outreach_id, recipient_id, subject, body, sent_at, outcome, ended_at, sender_id FROM outreach WHERE sender_id = $1 AND recipient_id = $2
ORDER BY outreach_id DESC LIMIT 1
