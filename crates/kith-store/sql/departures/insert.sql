-- Notes that a member has left, until all that was theirs is gone. Index: primary key.
INSERT INTO departure (member_id, left_at, next_at) VALUES ($1, $2, $2)
