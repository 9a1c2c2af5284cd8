-- A position held. Index: primary key.
INSERT INTO position (member_id, position_id, employer, employer_key, title, from_month, to_month) VALUES ($1, $2, $3, $4, $5, $6, $7)
