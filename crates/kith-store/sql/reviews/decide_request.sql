-- A request is decided, once. Index: primary key.
UPDATE allowance_request SET outcome = $3, decided_at = $4, decided_by = $5, granted = $6, answer = $7, retry_at = $8
WHERE member_id = $1 AND request_id = $2 AND outcome = 0
