-- A member's picture in all sizes. Index: primary key.
DELETE FROM picture WHERE member_id = $1
