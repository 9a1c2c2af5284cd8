-- Takes a chore that is nobody's at $3, or keeps one's own, until $4. Index: primary key.
INSERT INTO chore (name, holder, lease_until) VALUES ($1, $2, $4)
ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, lease_until = excluded.lease_until
WHERE chore.holder = excluded.holder OR chore.lease_until <= $3
