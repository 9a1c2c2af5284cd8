-- Whom a block keeps apart from $1, and who limits them. Index: relation_apart.
SELECT other_id FROM relation
WHERE owner_id = $1 AND (stances & 51) <> 0
    AND ((stances & 3) <> 0 OR (stances & CASE WHEN owner_id < other_id THEN 32 ELSE 16 END) <> 0)
