-- Whether a member is active, and has had this name since $2 at the latest. Index: primary key.
SELECT 1 FROM member WHERE member_id = $1 AND status = 1 AND renamed_at <= $2
