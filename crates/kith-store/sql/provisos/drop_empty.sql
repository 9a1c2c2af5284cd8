-- A member with nothing to heed has no row. Index: primary key.
DELETE FROM proviso
WHERE member_id = $1 AND away = 0 AND hides_connections = 0 AND refuses_introductions = 0 AND renamed_at = 0
