-- An outreach message, written once. Index: primary key.
INSERT INTO outreach (sender_id, outreach_id, recipient_id, subject, body, sent_at) VALUES ($1, $2, $3, $4, $5, $6)
