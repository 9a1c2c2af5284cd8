-- The entries up to $1, the last one first. Served by the primary key.
SELECT seq, lo, hi, version, kind, inv_id, actor_id, at, visible_at FROM journal WHERE part = 0 AND seq <= $1 ORDER BY seq DESC LIMIT $2
