-- To whom a member closed the way, in relations written since $2. Index: primary key; asked for seldom.
SELECT other_id FROM relation WHERE owner_id = $1 AND updated_at >= $2
    AND (stances & CASE WHEN owner_id < other_id THEN 4 ELSE 8 END) <> 0
