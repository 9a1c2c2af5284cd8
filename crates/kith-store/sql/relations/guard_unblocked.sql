-- Holds the authority's half of a relation until the batch is done, if neither blocks the other. Index: primary key.
UPDATE relation SET version = version WHERE owner_id = $1 AND other_id = $2 AND (stances & 3) = 0
