-- Who has left and is to be looked at by $1. Index: departure_next.
SELECT member_id, left_at FROM departure WHERE next_at <= $1 ORDER BY next_at LIMIT $2
