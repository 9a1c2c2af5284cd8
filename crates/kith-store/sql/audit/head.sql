-- The last row of the audit log. Index: primary key.
SELECT seq, hash FROM audit WHERE part = 0 ORDER BY seq DESC LIMIT 1
