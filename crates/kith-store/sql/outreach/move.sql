-- Moves an outreach message from the tray $3 to $4. Index: primary key.
UPDATE outreach_request SET tray = $4, tray_at = $5 WHERE recipient_id = $1 AND outreach_id = $2 AND tray = $3
