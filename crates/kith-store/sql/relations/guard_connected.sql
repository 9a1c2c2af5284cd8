-- Holds the authority's half of a connection until the batch is done, if they are connected: whoever disconnects comes
-- before it or after it. Index: primary key.
UPDATE relation SET version = version WHERE owner_id = $1 AND other_id = $2 AND state = 2 AND (stances & 3) = 0
