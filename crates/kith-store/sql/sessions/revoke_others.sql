-- Ends all sessions of a member but one (0: all). Index: primary key.
DELETE FROM session WHERE member_id = $1 AND session_id <> $2
