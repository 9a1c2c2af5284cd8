-- The terms on which an invitation was accepted, as its sender is told them. Index: primary key.
UPDATE invitation SET terms_scope = $3, terms_no_pitches_until = $4 WHERE sender_id = $1 AND inv_id = $2 AND outcome = 1
