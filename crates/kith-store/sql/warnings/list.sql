-- The warnings of a member, the latest first. Index: primary key.
SELECT warning_id, body, at, acknowledged_at FROM warning WHERE member_id = $1 ORDER BY warning_id DESC LIMIT $2
