-- A reader has come from $2 to $3, if it stood at $2. Served by the primary key.
INSERT INTO journal_reader (part, reader, seq) VALUES (0, $1, $3)
ON CONFLICT (part, reader) DO UPDATE SET seq = excluded.seq WHERE journal_reader.seq = $2
