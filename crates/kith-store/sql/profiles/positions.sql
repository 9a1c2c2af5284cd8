-- A member's positions, the latest first. Index: primary key.
SELECT position_id, employer, title, from_month, to_month FROM position WHERE member_id = $1
ORDER BY CASE WHEN to_month IS NULL THEN 1 ELSE 0 END DESC, to_month DESC, from_month DESC, position_id DESC
