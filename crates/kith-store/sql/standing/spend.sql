-- One invitation more, if the sender is not restricted at $2 and below each limit ($3 lifetime, $4 week, $5 pending; -1 is
-- off). A week ($6) and a day ($7) begin with their first invitation, one that was undone not
-- counted. Index: primary key.
UPDATE standing SET
    sent = sent + 1,
    pending = pending + 1,
    week_used = CASE WHEN week_start + $6 > $2 THEN week_used + 1 ELSE 1 END,
    week_start = CASE WHEN week_used > 0 AND week_start + $6 > $2 THEN week_start ELSE $2 END,
    day_used = CASE WHEN day_start + $7 > $2 THEN day_used + 1 ELSE 1 END,
    day_start = CASE WHEN day_used > 0 AND day_start + $7 > $2 THEN day_start ELSE $2 END
WHERE member_id = $1 AND restricted_until <= $2
    AND (CAST($3 AS BIGINT) < 0 OR sent < $3 + granted)
    AND (CAST($4 AS BIGINT) < 0 OR week_start + $6 <= $2 OR week_used < $4)
    AND (CAST($5 AS BIGINT) < 0 OR pending < $5)
