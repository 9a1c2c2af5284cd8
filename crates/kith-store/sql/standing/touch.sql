-- Guards a mark: the standing is still the one the decision was made on. Index: primary key.
UPDATE standing SET version = version + 1 WHERE member_id = $1 AND version = $2
