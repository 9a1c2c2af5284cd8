-- A sender's invitations, the newest first, before a given one () and of the outcomes asked for: $3 a mask with bit
-- outcome set; $4 = 1 of the open ones only those not over at $5, 2 only those over, 0 both. Index: primary key.
SELECT sender_id, inv_id, recipient_id, relation_kind, relation_of, relation_text, note, purpose, place, card, sent_at, opens_at, expires_at, outcome, ended_at, originality, voucher_id, vouch_asked_at, exchanges, not_now_until, not_now_at, terms_scope, terms_no_pitches_until
FROM invitation
WHERE sender_id = $1 AND inv_id < $2 AND (CAST($3 AS BIGINT) & (1 << outcome)) <> 0
    AND ($4 = 0 OR outcome <> 0 OR ($4 = 1 AND expires_at > $5) OR ($4 = 2 AND expires_at <= $5))
ORDER BY inv_id DESC LIMIT $6
