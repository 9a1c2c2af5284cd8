-- A member's interests, in the member's order. Index: primary key.
SELECT interest FROM interest WHERE member_id = $1 ORDER BY place, interest_key
