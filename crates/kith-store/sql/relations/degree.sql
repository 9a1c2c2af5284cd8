-- Whether two members are connected, share a connection, or know two who are connected; not by way of
-- somebody who limits one of them. Index: primary key, relation_box.
SELECT
    EXISTS (SELECT 1 FROM relation WHERE owner_id = $1 AND other_id = $2 AND box = 2),
    EXISTS (SELECT 1 FROM relation a JOIN relation b ON b.owner_id = $2 AND b.other_id = a.other_id AND b.box = 2
            WHERE a.owner_id = $1 AND a.box = 2 AND a.box <> 0
                AND (a.stances & CASE WHEN a.owner_id < a.other_id THEN 32 ELSE 16 END) = 0 AND (b.stances & CASE WHEN b.owner_id < b.other_id THEN 32 ELSE 16 END) = 0),
    EXISTS (SELECT 1 FROM relation a JOIN relation m ON m.owner_id = a.other_id AND m.box = 2 AND m.box <> 0
            JOIN relation b ON b.owner_id = $2 AND b.other_id = m.other_id AND b.box = 2
            WHERE a.owner_id = $1 AND a.box = 2 AND a.box <> 0
                AND (a.stances & CASE WHEN a.owner_id < a.other_id THEN 32 ELSE 16 END) = 0 AND (b.stances & CASE WHEN b.owner_id < b.other_id THEN 32 ELSE 16 END) = 0)
