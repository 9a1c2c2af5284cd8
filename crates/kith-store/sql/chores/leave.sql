-- Leaves a chore to whoever is next. Index: primary key.
UPDATE chore SET lease_until = 0 WHERE name = $1 AND holder = $2
