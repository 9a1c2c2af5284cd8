-- An active member's picture in one size. Index: primary keys.
SELECT p.set_at, p.bytes FROM picture p JOIN member m ON m.member_id = p.member_id AND m.status = 1 WHERE p.member_id = $1 AND p.size = $2
