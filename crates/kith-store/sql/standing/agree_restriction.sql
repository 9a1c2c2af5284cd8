-- Notes on the latest restriction that the member agreed, when and to which text. Index: primary key.
UPDATE restriction SET agreed_at = $2, agreement_version = $3
WHERE member_id = $1 AND voided = 0 AND restriction_id = (SELECT max(x.restriction_id) FROM restriction x WHERE x.member_id = $1 AND x.voided = 0)
