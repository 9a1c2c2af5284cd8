-- How many active members have the fact $1. Index: primary keys.
SELECT count(*)
FROM roster o
WHERE o.fact = $1 AND NOT EXISTS (SELECT 1 FROM proviso p WHERE p.member_id = o.member_id AND p.away = 1)
