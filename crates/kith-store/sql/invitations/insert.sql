-- What an invitation says. Index: primary key.
INSERT INTO invitation (sender_id, inv_id, recipient_id, relation_kind, relation_of, relation_text, note, purpose, place, card, sent_at, opens_at, expires_at, originality)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
ON CONFLICT (sender_id, inv_id) DO NOTHING
