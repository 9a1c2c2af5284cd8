-- Some of those whom a departed member follows or who follow them. Index: primary keys.
SELECT other_id FROM follow WHERE member_id = $1 UNION SELECT other_id FROM follower WHERE member_id = $1 LIMIT $2
