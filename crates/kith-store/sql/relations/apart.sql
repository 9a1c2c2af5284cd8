-- Whom a block keeps apart from $1. Index: relation_blocked.
SELECT other_id FROM relation WHERE owner_id = $1 AND (stances & 3) <> 0
