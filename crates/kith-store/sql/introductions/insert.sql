-- The part of the go-between or of who is introduced. Index: primary key.
INSERT INTO introduction (member_id, introduction_id, role, asker_id, go_between_id, recipient_id, reason, words, state, state_at, asked_at, expires_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
