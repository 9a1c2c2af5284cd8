-- What an undone invitation of $2 had spent. Index: primary key.
UPDATE standing SET
    sent = sent - 1,
    pending = CASE WHEN pending > 0 THEN pending - 1 ELSE 0 END,
    week_used = CASE WHEN week_start <= $2 AND week_used > 0 THEN week_used - 1 ELSE week_used END,
    day_used = CASE WHEN day_start <= $2 AND day_used > 0 THEN day_used - 1 ELSE day_used END
WHERE member_id = $1 AND sent > 0
