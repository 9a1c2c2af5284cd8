-- A moderator lets go of a case. Index: primary key.
UPDATE moderation_case SET held_until = 0 WHERE member_id = $1 AND case_id = $2 AND verdict = 0 AND held_by = $3
