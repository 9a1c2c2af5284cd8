-- Whose address this is, confirmed or not. Index: primary key.
SELECT member_id FROM address WHERE address = $1
