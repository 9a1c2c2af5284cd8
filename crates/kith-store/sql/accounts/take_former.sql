-- The count of a closed account goes over to a new one, if it is still the one that was read. Index: primary key.
DELETE FROM former_address WHERE address_hash = $1 AND sent = $2
