-- The entries after $1, in order. Served by the primary key.
SELECT seq, lo, hi, version, kind, inv_id, actor_id, at, visible_at FROM journal WHERE part = 0 AND seq > $1 ORDER BY seq LIMIT $2
