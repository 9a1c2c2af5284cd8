-- A member's requests for more invitations, the newest first, before $2. Index: primary key.
SELECT request_id, reasons, asked_at, limit_then, used_then, outcome, decided_at, decided_by, granted, answer, retry_at
FROM allowance_request WHERE member_id = $1 AND request_id < $2 ORDER BY request_id DESC LIMIT $3
