-- Takes a number that was $5's last and is nobody's at $3, until $4. Index: primary key.
INSERT INTO node (node_id, holder, lease_until, last_ms) VALUES ($1, $2, $4, 0)
ON CONFLICT (node_id) DO UPDATE SET holder = excluded.holder, lease_until = excluded.lease_until
WHERE node.holder = $5 AND node.lease_until <= $3
