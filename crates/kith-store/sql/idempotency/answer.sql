-- Keeps the answer of the request that holds a key. Index: primary key.
UPDATE idempotency SET status = $3, body = $4 WHERE member_id = $1 AND key = $2 AND status = 0
