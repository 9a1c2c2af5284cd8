-- A position no longer told. Index: primary key.
DELETE FROM position WHERE member_id = $1 AND position_id = $2
