-- Notes on a restriction who lifted it. Index: primary key.
UPDATE restriction SET lifted_at = $3, lifted_by = $4 WHERE member_id = $1 AND restriction_id = $2 AND lifted_at IS NULL
