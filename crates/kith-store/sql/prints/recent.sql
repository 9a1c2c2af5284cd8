-- The prints of a member's notes since $2, the latest first, at most $3. Index: primary key.
SELECT recipient_id, print_a, print_b FROM note_print WHERE member_id = $1 AND sent_at >= $2
ORDER BY sent_at DESC, inv_id DESC LIMIT $3
