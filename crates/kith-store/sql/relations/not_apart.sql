-- Whether no block keeps two members apart. Index: primary key.
SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM relation WHERE owner_id = $1 AND other_id = $2 AND (stances & 3) <> 0)
