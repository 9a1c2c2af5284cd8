-- Whether two members are connected or share a connection. Index: primary key, relation_box.
SELECT
    EXISTS (SELECT 1 FROM relation WHERE owner_id = $1 AND other_id = $2 AND box = 2),
    EXISTS (SELECT 1 FROM relation a JOIN relation b ON b.owner_id = $2 AND b.other_id = a.other_id AND b.box = 2
            WHERE a.owner_id = $1 AND a.box = 2 AND a.box <> 0),
    0
