-- One invitation of a sender. Index: primary key.
SELECT sender_id, inv_id, recipient_id, relation_kind, relation_of, relation_text, note, purpose, place, card, sent_at, opens_at, expires_at, outcome, ended_at, originality, voucher_id, vouch_asked_at, exchanges, not_now_until, not_now_at, terms_scope, terms_no_pitches_until
FROM invitation WHERE sender_id = $1 AND inv_id = $2
