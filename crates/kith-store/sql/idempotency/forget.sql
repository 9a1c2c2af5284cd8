-- Gives a key back whose request came to nothing. Index: primary key.
DELETE FROM idempotency WHERE member_id = $1 AND key = $2 AND status = 0
