-- A new group. Index: primary key.
INSERT INTO community (group_id, name, about, founder_id, created_at) VALUES ($1, $2, $3, $4, $5)
