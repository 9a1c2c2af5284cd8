-- How many marks stand against a member, how many of them count from $2 on, and how many are void. Index: primary key.
SELECT coalesce(sum(CASE WHEN voided = 0 THEN 1 ELSE 0 END), 0), coalesce(sum(CASE WHEN voided = 0 AND at >= $2 THEN 1 ELSE 0 END), 0),
    coalesce(sum(CASE WHEN voided = 1 THEN 1 ELSE 0 END), 0)
FROM mark WHERE member_id = $1
