-- The prints of a departed member's notes. Index: primary key.
DELETE FROM note_print WHERE member_id = $1
