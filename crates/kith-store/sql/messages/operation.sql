-- What one writing came to. Index: primary key.
SELECT body FROM idempotency WHERE member_id = $1 AND key = $2
