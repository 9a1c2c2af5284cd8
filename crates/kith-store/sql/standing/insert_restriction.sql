-- A restriction with its statement of reasons, which is complete or refused. Index: primary key.
INSERT INTO restriction (member_id, restriction_id, nth, since, ground, facts, automated, decided_by, scope, redress, explanation, lifts, until_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
