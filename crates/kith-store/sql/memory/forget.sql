-- $1 keeps nothing about $2 any more. Index: primary key.
DELETE FROM connection_memory WHERE member_id = $1 AND other_id = $2
