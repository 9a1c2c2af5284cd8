-- How many vouches a member wrote this month, and since when. Index: primary key.
SELECT month_start, used FROM vouch_pace WHERE member_id = $1
