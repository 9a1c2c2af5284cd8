-- Appeals that nobody has answered, the oldest first. Index: appeal_waits.
SELECT member_id, restriction_id, at, due_at FROM appeal WHERE outcome = 0 AND at > 0 ORDER BY at LIMIT $1
