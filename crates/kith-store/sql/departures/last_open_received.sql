-- When the last open invitation to a departed member is over, if any is open at $2; also one that lies in no box, because
-- the member had blocked its sender. Only open ones have an end. Index: primary key.
SELECT max(expires_at) FROM relation WHERE owner_id = $1 AND expires_at > $2
