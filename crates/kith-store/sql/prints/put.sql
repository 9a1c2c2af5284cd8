-- The print of a note, in place of what the same invitation said before. Index: primary key.
INSERT INTO note_print (member_id, sent_at, inv_id, recipient_id, print_a, print_b) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (member_id, sent_at, inv_id) DO UPDATE SET print_a = excluded.print_a, print_b = excluded.print_b
