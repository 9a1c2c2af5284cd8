-- What M is asked about one invitation, and wrote. Index: primary key.
SELECT member_id, inv_id, sender_id, recipient_id, asked_at, opens_at, expires_at, declined, body, written_at
FROM vouch WHERE member_id = $1 AND inv_id = $2
