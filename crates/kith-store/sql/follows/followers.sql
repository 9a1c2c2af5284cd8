-- Who follows $1, the latest first, from the place ($2, $3) on: who is active and not kept apart. Index: follower_since.
SELECT m.member_id, m.handle, m.name, m.headline, m.location, m.picture, m.status, f.since
FROM follower f JOIN member m ON m.member_id = f.other_id AND m.status = 1
WHERE f.member_id = $1 AND f.since <= $2 AND (f.since < $2 OR f.other_id < $3)
    AND NOT EXISTS (SELECT 1 FROM relation x WHERE x.owner_id = $1 AND x.other_id = f.other_id AND (x.stances & 3) <> 0)
ORDER BY f.since DESC, f.other_id DESC LIMIT $4
