-- The tags $1 gave $2 go. Index: primary key.
DELETE FROM connection_tag WHERE member_id = $1 AND other_id = $2
