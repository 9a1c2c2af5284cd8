-- A member as one whom two others share. Index: primary key.
SELECT member_id, name, connections_visible_to FROM member WHERE member_id = $1
