-- The number of the last entry, for who follows from there. Served by the primary key (part, seq), read backwards.
SELECT seq FROM journal WHERE part = 0 ORDER BY seq DESC LIMIT 1
