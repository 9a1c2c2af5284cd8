-- The cases about a member, the latest first. Index: primary key.
SELECT c.member_id, c.case_id, c.kind, c.subject_id, c.opened_by, c.opened_at, c.words, c.held_by, c.held_until, c.verdict, c.decided_by, c.decided_at, c.reason
FROM moderation_case c WHERE c.member_id = $1 ORDER BY c.case_id DESC LIMIT $2
