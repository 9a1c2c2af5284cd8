-- Keeps a secret of this network, if there is none. Index: primary key.
INSERT INTO setting (key, value) VALUES ($1, $2) ON CONFLICT (key) DO NOTHING
