-- Who stands at the other end of the invitation $2 in a member's boxes. Index: relation_box; a connection's is looked for
-- among all connections.
SELECT other_id FROM relation WHERE owner_id = $1 AND box IN (1, 3) AND box <> 0 AND rank = $2
UNION ALL
SELECT other_id FROM relation WHERE owner_id = $1 AND box IN (2, 4) AND box <> 0 AND rank > 0 AND inv_id = $2
