-- More invitations for a member, on top of the limit. Index: primary key.
UPDATE standing SET version = version + 1, granted = granted + $3 WHERE member_id = $1 AND version = $2
