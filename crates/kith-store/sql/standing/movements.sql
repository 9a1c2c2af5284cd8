-- What moved a member's allowance, the newest first, before $2: invitations sent, each one, and the other movements.
-- Index: primary keys.
SELECT id, cause, amount, at, subject_id FROM (
    SELECT * FROM (
        SELECT inv_id AS id, CAST(0 AS SMALLINT) AS cause, CAST(-1 AS BIGINT) AS amount, sent_at AS at, recipient_id AS subject_id
        FROM invitation WHERE sender_id = $1 AND inv_id < $2 ORDER BY inv_id DESC LIMIT $3
    ) AS sent
    UNION ALL
    SELECT * FROM (
        SELECT movement_id AS id, cause, amount, at, request_id AS subject_id
        FROM allowance_movement WHERE member_id = $1 AND movement_id < $2 ORDER BY movement_id DESC LIMIT $3
    ) AS others
) AS moved ORDER BY id DESC LIMIT $3
