-- All connections, and who of the two limits the other: each pair once, from its authority's half. Reads the network
-- once, when a process begins.
SELECT owner_id, other_id, stances FROM relation WHERE box = 2 AND owner_id < other_id
