-- How much a member's allowance moved from the movement $2 on. Index: primary keys.
SELECT (SELECT CAST(COALESCE(sum(amount), 0) AS BIGINT) FROM allowance_movement WHERE member_id = $1 AND movement_id >= $2)
    - (SELECT count(*) FROM invitation WHERE sender_id = $1 AND inv_id >= $2)
