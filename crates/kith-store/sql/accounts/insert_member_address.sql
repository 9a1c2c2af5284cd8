-- An address on the member's side. Index: primary key.
INSERT INTO member_address (member_id, address, written, verified_at) VALUES ($1, $2, $3, $4)
