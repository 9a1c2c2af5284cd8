-- A case by its id alone, as its address names it. Index: moderation_case_id.
SELECT c.member_id, c.case_id, c.kind, c.subject_id, c.opened_by, c.opened_at, c.words, c.held_by, c.held_until, c.verdict, c.decided_by, c.decided_at, c.reason
FROM moderation_case c WHERE c.case_id = $1
