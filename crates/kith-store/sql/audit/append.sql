-- The next row of the audit log: of two at once the second finds its number taken. Index: primary key.
INSERT INTO audit (part, seq, at, actor_id, act, member_id, case_id, words, previous, hash) VALUES (0, $1, $2, $3, $4, $5, $6, $7, $8, $9)
