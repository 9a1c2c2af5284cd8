-- When the last outreach message to a departed member that was not answered was sent. Index: primary key.
SELECT max(sent_at) FROM outreach_request WHERE recipient_id = $1 AND tray < 3
