-- Puts what $2 wrote to $1 aside. Index: outreach_request_tray.
UPDATE outreach_request SET tray = 1, tray_at = $3 WHERE recipient_id = $1 AND sender_id = $2 AND tray = 0
