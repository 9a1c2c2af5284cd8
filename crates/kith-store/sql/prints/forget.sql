-- Forgets the prints that no note is held against any more. Index: primary key.
DELETE FROM note_print WHERE member_id = $1 AND sent_at < $2
