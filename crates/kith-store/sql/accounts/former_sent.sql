-- What the closed account of an address had sent. Index: primary key.
SELECT sent FROM former_address WHERE address_hash = $1
