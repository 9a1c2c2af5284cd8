-- Who has the fact $1, the newest members first, without $2 and who is not active. Index: primary keys.
SELECT o.member_id
FROM roster o JOIN member m ON m.member_id = o.member_id AND m.status = 1
WHERE o.fact = $1 AND o.member_id <> $2
ORDER BY o.member_id DESC LIMIT $3
