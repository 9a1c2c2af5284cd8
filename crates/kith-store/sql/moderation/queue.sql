-- Open cases of all members, of kind $1 or, at 0, of every kind, the oldest first, after the case $2. Index:
-- moderation_case_open.
SELECT c.member_id, c.case_id, c.kind, c.subject_id, c.opened_by, c.opened_at, c.words, c.held_by, c.held_until, c.verdict, c.decided_by, c.decided_at, c.reason
FROM moderation_case c WHERE c.verdict = 0 AND ($1 = 0 OR c.kind = $1) AND c.case_id > $2 ORDER BY c.case_id LIMIT $3
