-- How many active members have the fact $1, but for those of a list of ids ($2, as JSON). Index: primary keys.
SELECT count(*)
FROM roster o
WHERE o.fact = $1 AND o.member_id NOT IN (SELECT value FROM json_each($2))
    AND NOT EXISTS (SELECT 1 FROM proviso p WHERE p.member_id = o.member_id AND p.away = 1)
