-- A warning to a member. Index: primary key.
INSERT INTO warning (member_id, warning_id, body, at) VALUES ($1, $2, $3, $4)
