-- Forgets what M was asked about invitations that are over at $2. Index: primary key.
DELETE FROM vouch WHERE member_id = $1 AND expires_at <= $2
