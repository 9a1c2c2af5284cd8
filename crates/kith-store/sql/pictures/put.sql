-- A member's picture in one size. Index: primary key.
INSERT INTO picture (member_id, size, set_at, bytes) VALUES ($1, $2, $3, $4)
ON CONFLICT (member_id, size) DO UPDATE SET set_at = excluded.set_at, bytes = excluded.bytes
