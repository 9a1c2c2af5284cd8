-- A member has a fact on the profile. Index: primary key.
INSERT INTO roster (fact, member_id, since) VALUES ($1, $2, $3) ON CONFLICT (fact, member_id) DO NOTHING
