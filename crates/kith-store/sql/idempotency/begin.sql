-- Takes a key, unless it is taken; one whose first request was lost before $5 may be taken over. Index: primary key.
INSERT INTO idempotency (member_id, key, fingerprint, at, status) VALUES ($1, $2, $3, $4, 0)
ON CONFLICT (member_id, key) DO UPDATE SET at = excluded.at
WHERE idempotency.status = 0 AND idempotency.at < $5 AND idempotency.fingerprint = excluded.fingerprint
