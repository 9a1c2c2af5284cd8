-- The tags a departed member gave. Index: primary key.
DELETE FROM connection_tag WHERE member_id = $1
