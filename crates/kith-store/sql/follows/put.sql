-- One follows another. Index: primary key.
INSERT INTO follow (member_id, other_id, since) VALUES ($1, $2, $3)
