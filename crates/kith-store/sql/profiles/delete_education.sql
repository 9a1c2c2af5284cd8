-- A stay at a school no longer told. Index: primary key.
DELETE FROM education WHERE member_id = $1 AND education_id = $2
