-- Takes all that somebody did out of a member's news. Index: primary key.
DELETE FROM notification WHERE member_id = $1 AND actor_id = $2
