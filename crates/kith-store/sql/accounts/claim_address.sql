-- Makes an address a member's, if it is nobody's. Index: primary key.
INSERT INTO address (address, member_id, verified_at) VALUES ($1, $2, $3) ON CONFLICT (address) DO NOTHING
