-- The asker's own part of a new introduction, if fewer than $8 of theirs are open (-1 is off), none about $4 is, and the
-- same go-between was not asked about $4 while that time still runs. Index: introduction_box.
INSERT INTO introduction (member_id, introduction_id, role, asker_id, go_between_id, recipient_id, reason, state, state_at, asked_at, expires_at)
SELECT CAST($1 AS BIGINT), CAST($2 AS BIGINT), 1, CAST($1 AS BIGINT), CAST($3 AS BIGINT), CAST($4 AS BIGINT), CAST($5 AS TEXT), 0, CAST($6 AS BIGINT), CAST($6 AS BIGINT), CAST($7 AS BIGINT)
WHERE (CAST($8 AS BIGINT) < 0 OR (SELECT count(*) FROM introduction o WHERE o.member_id = $1 AND o.role = 1 AND o.state = 0 AND o.expires_at > $6) < CAST($8 AS BIGINT))
    AND NOT EXISTS (SELECT 1 FROM introduction o WHERE o.member_id = $1 AND o.role = 1 AND o.recipient_id = $4 AND o.expires_at > $6 AND (o.state = 0 OR o.go_between_id = $3))
