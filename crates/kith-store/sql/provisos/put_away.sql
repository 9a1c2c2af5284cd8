-- Whether a member is there for others. Index: primary key.
INSERT INTO proviso (member_id, away) VALUES ($1, $2)
ON CONFLICT (member_id) DO UPDATE SET away = excluded.away
