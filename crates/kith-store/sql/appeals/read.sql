-- The appeal against a restriction. Index: primary key.
SELECT text, at, due_at, outcome, decided_at, decided_by, reason FROM appeal WHERE member_id = $1 AND restriction_id = $2
