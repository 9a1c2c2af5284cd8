-- Since when a member goes by another name. Index: primary key.
INSERT INTO proviso (member_id, renamed_at) VALUES ($1, $2)
ON CONFLICT (member_id) DO UPDATE SET renamed_at = excluded.renamed_at
