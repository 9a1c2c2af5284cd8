-- Whom $1 blocks, the latest first, from the place ($2, $3) on. Index: relation_blocked.
SELECT m.member_id, m.handle, m.name, m.headline, m.location, m.picture, m.status, r.updated_at
FROM relation r JOIN member m ON m.member_id = r.other_id AND m.status = 1
WHERE r.owner_id = $1 AND (r.stances & 3) <> 0
    AND ((r.owner_id < r.other_id AND (r.stances & 1) <> 0) OR (r.owner_id > r.other_id AND (r.stances & 2) <> 0))
    AND r.updated_at <= $2 AND (r.updated_at < $2 OR r.other_id < $3)
ORDER BY r.updated_at DESC, r.other_id DESC LIMIT $4
