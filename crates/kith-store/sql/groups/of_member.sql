-- The groups the member $1 is in, the newest groups first, below the group $2. Index: primary keys.
SELECT g.group_id, g.name, g.about, g.founder_id, g.created_at, 1
FROM membership s JOIN community g ON g.group_id = s.group_id
WHERE s.member_id = $1 AND s.group_id < $2
ORDER BY s.group_id DESC LIMIT $3
