-- Whom a member marked, by marks that stand, after the member $2. Index: mark_by.
SELECT member_id, inv_id FROM mark WHERE marker_id = $1 AND member_id > $2 AND voided = 0 ORDER BY member_id LIMIT $3
