-- A case is decided, if it is open and nobody else has it in hand at $5; $3 is the moderator, none the operator. Index:
-- primary key.
UPDATE moderation_case SET verdict = $4, decided_by = $3, decided_at = $5, reason = $6
WHERE member_id = $1 AND case_id = $2 AND verdict = 0 AND (held_by = $3 OR held_until <= $5 OR CAST($3 AS BIGINT) IS NULL)
