-- Who sent an outreach message to $1, and where it lies. Index: primary key.
SELECT sender_id, tray FROM outreach_request WHERE recipient_id = $1 AND outreach_id = $2
