-- What a member's profile lists: positions (1), educations (2), interests (3) and groups (4), in no order. Index: primary keys.
SELECT 1 AS part, position_id, employer, title, from_month, to_month FROM position WHERE member_id = $1
UNION ALL
SELECT 2, education_id, school, degree, from_month, to_month FROM education WHERE member_id = $1
UNION ALL
SELECT 3, place, interest, interest_key, NULL, NULL FROM interest WHERE member_id = $1
UNION ALL
SELECT 4, group_id, name, NULL, since, NULL FROM membership WHERE member_id = $1
