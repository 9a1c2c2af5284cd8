-- Takes out the print of one invitation's note. Index: primary key.
DELETE FROM note_print WHERE member_id = $1 AND sent_at = $2 AND inv_id = $3
