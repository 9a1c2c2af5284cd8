-- The latest first, from the place ($3, $4) on.
    AND n.visible_at <= $3 AND (n.visible_at < $3 OR n.notification_id < $4)
ORDER BY n.visible_at DESC, n.notification_id DESC LIMIT $5
