-- What an account that is closed had sent, for whoever comes back with its address. Index: primary key.
INSERT INTO former_address (address_hash, sent, closed_at) VALUES ($1, $2, $3)
ON CONFLICT (address_hash) DO UPDATE SET sent = excluded.sent, closed_at = excluded.closed_at
