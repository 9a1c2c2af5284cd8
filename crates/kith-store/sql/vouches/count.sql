-- One vouch more of a month ($3) that begins with its first, up to $4 (-1 is off). Index: primary key.
INSERT INTO vouch_pace (member_id, month_start, used) VALUES ($1, $2, 1)
ON CONFLICT (member_id) DO UPDATE SET
    used = CASE WHEN vouch_pace.month_start + $3 > excluded.month_start THEN vouch_pace.used + 1 ELSE 1 END,
    month_start = CASE WHEN vouch_pace.month_start + $3 > excluded.month_start THEN vouch_pace.month_start ELSE excluded.month_start END
WHERE vouch_pace.month_start + $3 <= excluded.month_start OR CAST($4 AS BIGINT) < 0 OR vouch_pace.used < $4
