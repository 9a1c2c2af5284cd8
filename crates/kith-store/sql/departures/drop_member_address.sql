-- A departed member's addresses, on the member's side. Index: primary key.
DELETE FROM member_address WHERE member_id = $1
