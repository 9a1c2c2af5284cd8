-- Their requests for more invitations. Index: primary key.
DELETE FROM allowance_request WHERE member_id = $1
