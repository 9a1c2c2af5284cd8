-- A member's credits as they are from now on, if they still are what the decision was made on ($5 plan, $6 balance,
-- $7 rhythm), or nothing is stored. Index: primary key.
INSERT INTO credit (member_id, plan, balance, next_at) VALUES ($1, $2, $3, $4)
ON CONFLICT (member_id) DO UPDATE SET plan = excluded.plan, balance = excluded.balance, next_at = excluded.next_at
WHERE credit.plan = $5 AND credit.balance = $6 AND credit.next_at = $7
