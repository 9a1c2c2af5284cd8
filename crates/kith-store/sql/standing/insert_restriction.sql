-- A restriction with its grounds. Index: primary key.
INSERT INTO restriction (member_id, restriction_id, nth, since, ground, lifts, until_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
