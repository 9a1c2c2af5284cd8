-- Gives a number back; $3 is when its last id was made. Index: primary key.
UPDATE node SET lease_until = 0, last_ms = $3 WHERE node_id = $1 AND holder = $2
