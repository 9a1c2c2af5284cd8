-- How many active members have the fact $1, but for those of a list of ids ($2, as JSON). Index: primary keys.
SELECT count(*)
FROM roster o
WHERE o.fact = $1 AND o.member_id NOT IN (SELECT CAST(listed AS BIGINT) FROM jsonb_array_elements_text(CAST(CAST($2 AS TEXT) AS JSONB)) AS listed)
    AND NOT EXISTS (SELECT 1 FROM proviso p WHERE p.member_id = o.member_id AND p.away = 1)
