-- All groups, the newest first, below the group $2, and whether the member $1 is in each. Index: primary keys.
SELECT g.group_id, g.name, g.about, g.founder_id, g.created_at, EXISTS (SELECT 1 FROM membership s WHERE s.member_id = $1 AND s.group_id = g.group_id)
FROM community g WHERE g.group_id < $2
ORDER BY g.group_id DESC LIMIT $3
