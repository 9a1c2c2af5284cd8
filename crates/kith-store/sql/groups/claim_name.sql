-- Makes a name a group's, if it is no group's. Index: primary key.
INSERT INTO community_name (name_key, group_id) VALUES ($1, $2) ON CONFLICT (name_key) DO NOTHING
