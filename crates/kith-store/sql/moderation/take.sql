-- A moderator takes a case that nobody else has in hand at $4, until $5: of two at once the first has it. Index: primary
-- key.
UPDATE moderation_case SET held_by = $3, held_until = $5
WHERE member_id = $1 AND case_id = $2 AND verdict = 0 AND (held_by = $3 OR held_until <= $4)
