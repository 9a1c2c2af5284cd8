-- $1 does not want $2 suggested. Index: primary key.
INSERT INTO suggestion_dismissal (member_id, other_id, at) VALUES ($1, $2, $3) ON CONFLICT (member_id, other_id) DO NOTHING
