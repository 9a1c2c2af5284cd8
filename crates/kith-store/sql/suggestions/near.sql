-- With whom $1 shares connections, and how many: over the $3 latest connections whose lists $1 may see ($2 = 1: all), at
-- most $4 ways; the $5 with the most, without connections, who is kept apart, not active or hides the own list.
-- Index: relation_box, primary keys.
SELECT o.other_id, o.ways
FROM (
    SELECT w.other_id, count(*) AS ways
    FROM (
        SELECT b.other_id
        FROM (
            SELECT r.other_id FROM relation r
            JOIN member v ON v.member_id = r.other_id AND v.status = 1 AND ($2 = 1 OR v.connections_visible_to = 1)
            WHERE r.owner_id = $1 AND r.box = 2 AND r.box <> 0 AND (r.stances & CASE WHEN r.owner_id < r.other_id THEN 32 ELSE 16 END) = 0
            ORDER BY r.rank DESC, r.other_id DESC LIMIT $3) a
        JOIN relation b ON b.owner_id = a.other_id AND b.box = 2 AND b.box <> 0
        WHERE b.other_id <> $1 LIMIT $4) w
    GROUP BY w.other_id) o
JOIN member m ON m.member_id = o.other_id AND m.status = 1 AND m.connections_visible_to = 1
WHERE NOT EXISTS (SELECT 1 FROM relation x WHERE x.owner_id = $1 AND x.other_id = o.other_id AND (x.box = 2 OR (x.stances & 3) <> 0))
ORDER BY o.ways DESC, o.other_id DESC LIMIT $5
