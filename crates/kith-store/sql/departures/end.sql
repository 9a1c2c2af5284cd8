-- A departure is over. Index: primary key.
DELETE FROM departure WHERE member_id = $1
