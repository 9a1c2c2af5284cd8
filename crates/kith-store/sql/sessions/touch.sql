-- A session was used at $3 and lasts until $4. Index: primary key.
UPDATE session SET seen_at = $3, expires_at = $4 WHERE member_id = $1 AND session_id = $2 AND seen_at < $3
