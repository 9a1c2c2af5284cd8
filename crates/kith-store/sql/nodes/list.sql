-- Every node number that was ever used: at most 1024. Read whole.
SELECT node_id, holder, lease_until, last_ms FROM node ORDER BY node_id
