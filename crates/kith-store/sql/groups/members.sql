-- Which active members have the fact $1, the newest first, below the member $2. Index: primary keys.
SELECT o.member_id
FROM roster o
WHERE o.fact = $1 AND o.member_id < $2 AND NOT EXISTS (SELECT 1 FROM proviso p WHERE p.member_id = o.member_id AND p.away = 1)
ORDER BY o.member_id DESC LIMIT $3
