-- Takes a line out of a member's news. Index: primary key.
DELETE FROM notification WHERE member_id = $1 AND notification_id = $2
