-- An interest at its place in the member's order. Index: primary key.
INSERT INTO interest (member_id, interest_key, interest, place) VALUES ($1, $2, $3, $4)
