-- What M is asked to vouch for. Index: primary key.
INSERT INTO vouch (member_id, inv_id, sender_id, recipient_id, asked_at, opens_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (member_id, inv_id) DO NOTHING
