-- The member agreed at $3: marks count anew, invitations may be sent from $4 on. Index: primary key.
UPDATE standing SET version = version + 1, marks_from = $3, restricted_until = $4 WHERE member_id = $1 AND version = $2
