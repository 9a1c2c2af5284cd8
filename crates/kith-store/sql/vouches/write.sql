-- What M writes at $4: for the first time ($5 = 1), which counts, or again. Index: primary key.
UPDATE vouch SET body = $3, declined = 0, written_at = coalesce(written_at, $4)
WHERE member_id = $1 AND inv_id = $2 AND ((CAST($5 AS BIGINT) = 1 AND written_at IS NULL) OR (CAST($5 AS BIGINT) = 0 AND written_at IS NOT NULL))
