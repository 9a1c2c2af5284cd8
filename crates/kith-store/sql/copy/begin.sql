-- Notes that a copy to this database has begun ($1), up to the journal's entry $2. Index: primary key.
INSERT INTO setting (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value
