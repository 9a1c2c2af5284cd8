-- The tags $1 gave $2, in their order. Index: primary key.
SELECT tag FROM connection_tag WHERE member_id = $1 AND other_id = $2 ORDER BY place
