-- Takes back a restriction whose marks were taken back. Index: primary key.
UPDATE standing SET version = version + 1, restrictions = restrictions - 1, restricted_until = 0
WHERE member_id = $1 AND version = $2 AND restrictions > 0
