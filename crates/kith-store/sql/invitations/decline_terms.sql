-- Its sender declined the terms: an accepted invitation ends as a withdrawn one. Index: primary key.
UPDATE invitation SET outcome = 2, ended_at = $3 WHERE sender_id = $1 AND inv_id = $2 AND outcome = 1 AND terms_scope IS NOT NULL
