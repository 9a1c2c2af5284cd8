-- What a departed member kept about others. Index: primary key.
DELETE FROM connection_memory WHERE member_id = $1
