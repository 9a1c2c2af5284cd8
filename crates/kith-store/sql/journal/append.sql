-- One entry with its number, written by the one who numbers. Served by the primary key.
INSERT INTO journal (part, seq, lo, hi, version, kind, inv_id, actor_id, at, visible_at)
VALUES (0, $1, $2, $3, $4, $5, $6, $7, $8, $9)
