-- Whom $1 does not want suggested. Index: primary key.
SELECT other_id FROM suggestion_dismissal WHERE member_id = $1 LIMIT $2
