-- The groups in which $1 is counted: all that an active member is in. Index: primary keys.
SELECT s.group_id
FROM membership s
WHERE s.member_id = $1 AND NOT EXISTS (SELECT 1 FROM proviso p WHERE p.member_id = s.member_id AND p.away = 1)
