-- An answered outreach message is in the requests no longer. Index: primary key.
UPDATE outreach_request SET tray = 3, tray_at = $3 WHERE recipient_id = $1 AND outreach_id = $2 AND tray < 3
