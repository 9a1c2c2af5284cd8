-- One follows another; since when stays, where they did already. Index: primary key.
INSERT INTO follow (member_id, other_id, since) VALUES ($1, $2, $3)
ON CONFLICT (member_id, other_id) DO UPDATE SET since = follow.since
