-- Who is at the 1st degree, and at the 2nd, of $1: at most $2 of the former and $3 ways to the latter, over the latest
-- connections first. Index: relation_box.
SELECT f.other_id, 1
FROM (SELECT r.other_id FROM relation r WHERE r.owner_id = $1 AND r.box = 2 AND r.box <> 0 ORDER BY r.rank DESC LIMIT $2) f
UNION ALL
SELECT DISTINCT s.other_id, 2
FROM (SELECT b.other_id FROM relation a JOIN relation b ON b.owner_id = a.other_id AND b.box = 2 AND b.box <> 0
    WHERE a.owner_id = $1 AND a.box = 2 AND a.box <> 0 AND (a.stances & CASE WHEN a.owner_id < a.other_id THEN 32 ELSE 16 END) = 0
    ORDER BY a.rank DESC LIMIT $3) s
