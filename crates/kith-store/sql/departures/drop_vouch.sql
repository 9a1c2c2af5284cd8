-- What a departed member was asked to vouch for, and wrote. Index: primary key.
DELETE FROM vouch WHERE member_id = $1
