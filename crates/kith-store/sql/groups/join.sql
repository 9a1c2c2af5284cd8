-- The member's side of being in a group, while they are in fewer than $5. Index: primary key.
INSERT INTO membership (member_id, group_id, name, since)
SELECT CAST($1 AS BIGINT), CAST($2 AS BIGINT), CAST($3 AS TEXT), CAST($4 AS BIGINT)
WHERE (SELECT count(*) FROM membership WHERE member_id = $1) < $5
