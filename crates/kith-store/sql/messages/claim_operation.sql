-- Keeps what one writing came to, so that it is done once. Index: primary key.
INSERT INTO idempotency (member_id, key, fingerprint, at, status, body) VALUES ($1, $2, $3, $4, 201, $5)
