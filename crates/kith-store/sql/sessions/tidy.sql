-- Takes away a member's sessions that are over at $2, and of one kind ($3) all but the latest ($4). Index: primary key.
DELETE FROM session WHERE member_id = $1 AND (expires_at <= $2 OR session_id IN (
    SELECT o.session_id FROM session o WHERE o.member_id = $1 AND o.kind = $3 ORDER BY o.session_id DESC LIMIT 1000 OFFSET $4))
