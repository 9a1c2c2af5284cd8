-- All members, the newest first, below the member $2, without $1. Index: primary keys.
SELECT m.member_id, m.handle, m.name, m.headline, m.location, m.picture, m.status
FROM member m
WHERE m.member_id < $2 AND m.member_id <> $1 AND m.status = 1
ORDER BY m.member_id DESC LIMIT $3
