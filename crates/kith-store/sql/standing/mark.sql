-- The mark of a member by another, with the invitation it was about. Index: primary key.
SELECT inv_id, at FROM mark WHERE member_id = $1 AND marker_id = $2 AND voided = 0
