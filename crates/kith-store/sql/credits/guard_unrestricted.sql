-- Holds the standing of a member until the batch is done, if no restriction is in force at $2. Index: primary key.
UPDATE standing SET version = version WHERE member_id = $1 AND restricted_until <= $2
