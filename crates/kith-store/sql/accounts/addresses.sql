-- A member's addresses. Index: primary key.
SELECT address, written, verified_at FROM member_address WHERE member_id = $1 ORDER BY address
