-- What a key was used for, and what was answered. Index: primary key.
SELECT fingerprint, status, body FROM idempotency WHERE member_id = $1 AND key = $2
