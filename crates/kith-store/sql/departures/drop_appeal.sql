-- Their appeals. Index: primary key.
DELETE FROM appeal WHERE member_id = $1
