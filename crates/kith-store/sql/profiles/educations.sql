-- A member's educations, the latest first. Index: primary key.
SELECT education_id, school, degree, from_month, to_month FROM education WHERE member_id = $1
ORDER BY CASE WHEN to_month IS NULL THEN 1 ELSE 0 END DESC, to_month DESC, from_month DESC, education_id DESC
