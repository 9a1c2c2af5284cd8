-- Connections ($2) and open invitations ($3) gained or lost, connections up to the most ($4). Index: primary key.
UPDATE standing SET
    connections = CASE WHEN connections + $2 > 0 THEN connections + $2 ELSE 0 END,
    pending = CASE WHEN pending + $3 > 0 THEN pending + $3 ELSE 0 END
WHERE member_id = $1 AND (CAST($2 AS BIGINT) <= 0 OR connections + $2 <= $4)
