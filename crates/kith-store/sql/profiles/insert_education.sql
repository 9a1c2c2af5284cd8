-- A stay at a school. Index: primary key.
INSERT INTO education (member_id, education_id, school, school_key, degree, from_month, to_month) VALUES ($1, $2, $3, $4, $5, $6, $7)
