-- The oldest first, after the place ($3, $4).
    AND n.visible_at >= $3 AND (n.visible_at > $3 OR n.notification_id > $4)
ORDER BY n.visible_at, n.notification_id LIMIT $5
