-- A member's counters as a whole past left them. Index: primary key.
INSERT INTO standing (member_id, sent, week_start, week_used, day_start, day_used, pending, connections, restrictions, restricted_until, version)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
