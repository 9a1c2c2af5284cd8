-- How many vouches a departed member wrote. Index: primary key.
DELETE FROM vouch_pace WHERE member_id = $1
