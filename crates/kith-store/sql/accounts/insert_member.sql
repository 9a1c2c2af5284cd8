-- A new member. Index: primary key.
INSERT INTO member (member_id, handle, name, status, moderator, verified, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $7)
