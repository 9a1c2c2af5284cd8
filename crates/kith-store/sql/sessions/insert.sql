-- A new session. Index: primary key.
INSERT INTO session (member_id, session_id, token_hash, kind, label, created_at, seen_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $6, $7)
