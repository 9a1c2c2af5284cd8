-- The same from the other side. Index: primary key.
INSERT INTO follower (member_id, other_id, since) VALUES ($1, $2, $3)
ON CONFLICT (member_id, other_id) DO UPDATE SET since = follower.since
