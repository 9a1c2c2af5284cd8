-- One more try at somebody's address, up to $3 in a day ($4) that begins with the first. Index: primary key.
INSERT INTO address_try (member_id, day_start, used) VALUES ($1, $2, 1)
ON CONFLICT (member_id) DO UPDATE SET
    used = CASE WHEN address_try.day_start + $4 > excluded.day_start THEN address_try.used + 1 ELSE 1 END,
    day_start = CASE WHEN address_try.day_start + $4 > excluded.day_start THEN address_try.day_start ELSE excluded.day_start END
WHERE address_try.day_start + $4 <= excluded.day_start OR address_try.used < $3
