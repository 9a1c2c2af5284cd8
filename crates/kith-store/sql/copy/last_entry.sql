-- The last entry of the journal, by which one network is further along than another. Served by the primary key.
SELECT seq, lo, hi, version, kind, inv_id, actor_id, at FROM journal WHERE part = 0 ORDER BY seq DESC LIMIT 1
