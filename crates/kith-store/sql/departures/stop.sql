-- No invitation leaves any more, and the count is still the one that is kept. Index: primary key.
UPDATE standing SET version = version + 1, restricted_until = 9223372036854775807 WHERE member_id = $1 AND sent = $2
