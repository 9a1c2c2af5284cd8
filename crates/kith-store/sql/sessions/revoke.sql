-- Ends a session. Index: primary key.
DELETE FROM session WHERE member_id = $1 AND session_id = $2
