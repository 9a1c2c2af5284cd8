-- With whom $1 wants to be in touch up to the day $2, the longest since first, after the place ($3, $4). Index: connection_memory_next.
SELECT other_id, next_contact FROM connection_memory
WHERE member_id = $1 AND next_contact IS NOT NULL AND next_contact <= $2 AND next_contact >= $3
    AND (next_contact > $3 OR other_id > $4)
ORDER BY next_contact, other_id LIMIT $5
