-- Rows of the audit log before the number $1, the latest first. Index: primary key.
SELECT seq, at, actor_id, act, member_id, case_id, words, previous, hash FROM audit WHERE part = 0 AND seq < $1 ORDER BY seq DESC LIMIT $2
