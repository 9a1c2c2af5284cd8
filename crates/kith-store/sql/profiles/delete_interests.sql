-- All interests of a member, before the new ones are written. Index: primary key.
DELETE FROM interest WHERE member_id = $1
