-- How many cases are open, counted to $1. Index: moderation_case_open.
SELECT count(*) FROM (SELECT 1 FROM moderation_case c WHERE c.verdict = 0 AND c.case_id > 0 LIMIT $1) open
