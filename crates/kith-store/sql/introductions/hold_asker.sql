-- Holds the standing of a member who asks for an introduction until the batch is done, if they are not restricted at $2:
-- of many who ask at once each counts what the others wrote. Index: primary key.
UPDATE standing SET version = version WHERE member_id = $1 AND restricted_until <= $2
