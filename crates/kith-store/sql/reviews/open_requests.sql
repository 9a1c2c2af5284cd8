-- Requests for more invitations that nobody has decided, the oldest first. Index: allowance_request_waits.
SELECT member_id, request_id, asked_at FROM allowance_request WHERE outcome = 0 AND request_id > 0 ORDER BY request_id LIMIT $1
