-- The restrictions of a member, the latest first: since when, which in turn, whether void, when lifted. Index: primary key.
SELECT since, nth, voided, lifted_at FROM restriction WHERE member_id = $1 ORDER BY restriction_id DESC LIMIT $2
