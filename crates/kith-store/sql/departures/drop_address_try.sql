-- A departed member's tries at addresses. Index: primary key.
DELETE FROM address_try WHERE member_id = $1
