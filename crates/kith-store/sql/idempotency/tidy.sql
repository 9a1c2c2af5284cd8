-- Forgets a member's keys that are older than $2. Index: primary key, by its member.
DELETE FROM idempotency WHERE member_id = $1 AND at < $2
