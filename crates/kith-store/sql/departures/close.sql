-- Closes an account, if it is still as it was read; the name stays for whoever has an invitation to it. Index: primary key.
UPDATE member SET status = 3, handle = $3, headline = NULL, summary = NULL, location = NULL, picture = NULL, contact_email = NULL, contact_phone = NULL, contact_website = NULL, door = NULL, moderator = 0, verified = 0, version = version + 1, updated_at = $4
WHERE member_id = $1 AND version = $2 AND status <> 3
