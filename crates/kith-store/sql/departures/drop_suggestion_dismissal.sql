-- A departed member's dismissed suggestions. Index: primary key.
DELETE FROM suggestion_dismissal WHERE member_id = $1
