-- Which of a member's messages $2 reported as pitches. Index: primary key.
SELECT inv_id FROM report WHERE member_id = $1 AND reporter_id = $2 AND about = 3
