-- Who follows $1, the latest first, from the place ($2, $3) on: who is active and not kept apart. Index: follower_since.
SELECT f.other_id, f.since
FROM follower f
WHERE f.member_id = $1 AND f.since <= $2 AND (f.since < $2 OR f.other_id < $3)
    AND NOT EXISTS (SELECT 1 FROM relation x WHERE x.owner_id = $1 AND x.other_id = f.other_id AND (x.stances & 3) <> 0)
    AND NOT EXISTS (SELECT 1 FROM proviso p WHERE p.member_id = f.other_id AND p.away = 1)
ORDER BY f.since DESC, f.other_id DESC LIMIT $4
