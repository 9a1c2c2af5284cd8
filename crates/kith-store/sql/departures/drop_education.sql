-- A departed member's educations. Index: primary key.
DELETE FROM education WHERE member_id = $1
