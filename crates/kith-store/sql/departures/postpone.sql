-- When to look at a departure next. Index: primary key.
UPDATE departure SET next_at = $2 WHERE member_id = $1
