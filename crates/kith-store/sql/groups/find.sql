-- Groups whose folded name is like $4, the newest first, below the group $2, and whether the member $1 is in each.
-- Reads every name: there are few groups for each member. Index: primary keys.
SELECT g.group_id, g.name, g.about, g.founder_id, g.created_at, EXISTS (SELECT 1 FROM membership s WHERE s.member_id = $1 AND s.group_id = g.group_id)
FROM community_name n JOIN community g ON g.group_id = n.group_id
WHERE n.group_id < $2 AND n.name_key LIKE $4 ESCAPE '\'
ORDER BY n.group_id DESC LIMIT $3
