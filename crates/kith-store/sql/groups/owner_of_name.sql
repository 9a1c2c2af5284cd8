-- Which group has this name. Index: primary key.
SELECT group_id FROM community_name WHERE name_key = $1
