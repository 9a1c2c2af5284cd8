-- A moderator answers an appeal, once. Index: primary key.
UPDATE appeal SET outcome = $3, decided_at = $4, decided_by = $5, reason = $6
WHERE member_id = $1 AND restriction_id = $2 AND outcome = 0
