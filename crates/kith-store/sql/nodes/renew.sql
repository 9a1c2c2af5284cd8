-- Keeps a number until $3, unless somebody else has taken it; $4 is when its last id was made. Index: primary key.
UPDATE node SET lease_until = $3, last_ms = $4 WHERE node_id = $1 AND holder = $2
