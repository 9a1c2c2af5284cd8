-- How many have the fact $1, without who is not active and whom the member $2 is kept apart from. Index: primary keys.
SELECT count(*)
FROM roster o JOIN member m ON m.member_id = o.member_id AND m.status = 1
WHERE o.fact = $1 AND NOT EXISTS (SELECT 1 FROM relation x WHERE x.owner_id = $2 AND x.other_id = m.member_id AND (x.stances & 3) <> 0)
