-- Voids the latest restriction. Index: primary key.
UPDATE restriction SET voided = 1
WHERE member_id = $1 AND voided = 0 AND restriction_id = (SELECT max(x.restriction_id) FROM restriction x WHERE x.member_id = $1 AND x.voided = 0)
