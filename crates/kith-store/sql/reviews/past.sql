-- What became of every invitation a member sent, with when its R said not to know them. Index: primary keys.
SELECT i.inv_id, i.place, i.sent_at, i.opens_at, i.expires_at, i.outcome, i.ended_at, m.at, m.voided
FROM invitation i LEFT JOIN mark m ON m.member_id = i.sender_id AND m.marker_id = i.recipient_id AND m.inv_id = i.inv_id
WHERE i.sender_id = $1 ORDER BY i.inv_id
