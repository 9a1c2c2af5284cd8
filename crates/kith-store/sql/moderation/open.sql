-- A case, unless the same member has one open about the same. Index: primary key, moderation_case_once.
INSERT INTO moderation_case (member_id, case_id, kind, subject_id, opened_by, opened_at, words) VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT DO NOTHING
