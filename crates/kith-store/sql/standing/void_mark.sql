-- Takes a mark back. Index: primary key.
UPDATE mark SET voided = 1 WHERE member_id = $1 AND marker_id = $2 AND voided = 0
