-- The standing of a new member. Index: primary key.
INSERT INTO standing (member_id, sent) VALUES ($1, $2)
