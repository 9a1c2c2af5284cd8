-- An outreach message of its sender. Index: primary key.
SELECT outreach_id, recipient_id, subject, body, sent_at, outcome, ended_at, sender_id FROM outreach WHERE sender_id = $1 AND outreach_id = $2
