-- A member appeals against a restriction, or says it in other words while nobody has answered. Index: primary key.
INSERT INTO appeal (member_id, restriction_id, text, at, due_at) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (member_id, restriction_id) DO UPDATE SET text = excluded.text WHERE appeal.outcome = 0
