-- Makes a handle a member's, if it is nobody's. Index: primary key.
INSERT INTO handle (handle, member_id) VALUES ($1, $2) ON CONFLICT (handle) DO NOTHING
