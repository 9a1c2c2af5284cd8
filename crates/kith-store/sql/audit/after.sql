-- Rows of the audit log after the number $1, in order. Index: primary key.
SELECT seq, at, actor_id, act, member_id, case_id, words, previous, hash FROM audit WHERE part = 0 AND seq > $1 ORDER BY seq LIMIT $2
