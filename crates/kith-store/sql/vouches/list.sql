-- What M is asked at $2 and did not decline, about invitations before $3, the latest first. Index: primary key.
SELECT member_id, inv_id, sender_id, recipient_id, asked_at, opens_at, expires_at, declined, body, written_at
FROM vouch WHERE member_id = $1 AND opens_at <= $2 AND expires_at > $2 AND declined = 0 AND inv_id < $3
ORDER BY inv_id DESC LIMIT $4
