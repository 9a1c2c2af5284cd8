-- A member no longer has a fact on the profile. Index: primary key.
DELETE FROM roster WHERE fact = $1 AND member_id = $2
