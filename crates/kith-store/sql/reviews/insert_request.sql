-- A member asks for more invitations, if no request of theirs is open. Index: allowance_request_open.
INSERT INTO allowance_request (member_id, request_id, reasons, asked_at, limit_then, used_then)
VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT DO NOTHING
