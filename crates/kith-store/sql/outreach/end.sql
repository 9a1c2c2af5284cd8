-- What came of an open outreach message. Index: primary key.
UPDATE outreach SET outcome = $3, ended_at = $4 WHERE sender_id = $1 AND outreach_id = $2 AND outcome = 0
