-- Whether a member hides the own list, and is not to be asked for introductions. Index: primary key.
INSERT INTO proviso (member_id, hides_connections, refuses_introductions) VALUES ($1, $2, $3)
ON CONFLICT (member_id) DO UPDATE SET hides_connections = excluded.hides_connections, refuses_introductions = excluded.refuses_introductions
