-- A member's sessions that last beyond $2, the latest used first. Index: primary key.
SELECT session_id, kind, label, created_at, seen_at, expires_at FROM session WHERE member_id = $1 AND expires_at > $2 ORDER BY seen_at DESC, session_id DESC
