-- Whom $1 blocks, the latest first, from the place ($2, $3) on. Index: relation_blocked.
SELECT r.other_id, r.updated_at
FROM relation r
WHERE r.owner_id = $1 AND (r.stances & 3) <> 0
    AND ((r.owner_id < r.other_id AND (r.stances & 1) <> 0) OR (r.owner_id > r.other_id AND (r.stances & 2) <> 0))
    AND r.updated_at <= $2 AND (r.updated_at < $2 OR r.other_id < $3)
    AND NOT EXISTS (SELECT 1 FROM proviso p WHERE p.member_id = r.other_id AND p.away = 1)
ORDER BY r.updated_at DESC, r.other_id DESC LIMIT $4
