-- A member's password and status. Index: primary keys.
SELECT c.password_hash, m.status FROM credential c JOIN member m ON m.member_id = c.member_id WHERE c.member_id = $1
