-- One restriction of a member. Index: primary key.
SELECT restriction_id, since, nth, ground, lifts, until_at, agreed_at, facts, decided_by, scope, redress, explanation, lifted_at
FROM restriction WHERE member_id = $1 AND restriction_id = $2
