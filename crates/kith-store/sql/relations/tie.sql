-- Whether two members are connected, and who of the two limits the other. Index: primary key.
SELECT version, CASE WHEN box = 2 THEN 1 ELSE 0 END, stances FROM relation WHERE owner_id = $1 AND other_id = $2
