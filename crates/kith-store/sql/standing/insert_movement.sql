-- What moved a member's allowance besides invitations sent. Index: primary key.
INSERT INTO allowance_movement (member_id, movement_id, cause, amount, at, request_id) VALUES ($1, $2, $3, $4, $5, $6)
