-- One line, $3.
    AND n.notification_id = $3
