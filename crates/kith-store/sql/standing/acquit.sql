-- A restriction counts no more; one in force ($4 = 1) ends at $3, and marks count anew. Index: primary key.
UPDATE standing SET version = version + 1,
    restrictions = CASE WHEN restrictions > 0 THEN restrictions - 1 ELSE 0 END,
    restricted_until = CASE WHEN $4 = 1 THEN $3 ELSE restricted_until END,
    marks_from = CASE WHEN $4 = 1 THEN $3 ELSE marks_from END
WHERE member_id = $1 AND version = $2
