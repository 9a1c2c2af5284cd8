-- Makes a member's address nobody's. Index: primary key.
DELETE FROM address WHERE address = $1 AND member_id = $2
