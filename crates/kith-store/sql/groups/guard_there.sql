-- Whether there is this group. Index: primary key.
SELECT group_id FROM community WHERE group_id = $1
