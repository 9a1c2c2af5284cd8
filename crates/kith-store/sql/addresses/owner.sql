-- Whose confirmed address this is. Index: primary key.
SELECT member_id FROM address WHERE address = $1 AND verified_at IS NOT NULL
