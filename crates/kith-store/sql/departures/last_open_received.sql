-- When the last open invitation to a departed member is over, if any is open at $2. Index: relation_box.
SELECT max(expires_at) FROM relation WHERE owner_id = $1 AND box IN (1, 3) AND box <> 0 AND expires_at > $2
