-- How many marks count against a member since $2, and whether one of $3 is among all of them. Index: primary key.
SELECT (SELECT count(*) FROM mark WHERE member_id = $1 AND voided = 0 AND at >= $2),
    EXISTS (SELECT 1 FROM mark WHERE member_id = $1 AND marker_id = $3 AND voided = 0),
    EXISTS (SELECT 1 FROM mark WHERE member_id = $1 AND marker_id = $3 AND voided = 0 AND at >= $2)
