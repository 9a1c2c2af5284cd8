-- One group, and whether the member $2 is in it. Index: primary keys.
SELECT g.group_id, g.name, g.about, g.founder_id, g.created_at, EXISTS (SELECT 1 FROM membership s WHERE s.member_id = $2 AND s.group_id = g.group_id)
FROM community g WHERE g.group_id = $1
