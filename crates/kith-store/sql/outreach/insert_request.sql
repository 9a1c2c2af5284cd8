-- The same among the requests of its recipient. Index: primary key.
INSERT INTO outreach_request (recipient_id, outreach_id, sender_id, sent_at, tray_at) VALUES ($1, $2, $3, $4, $4)
