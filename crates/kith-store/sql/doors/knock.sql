-- One more knock, up to $3 in a window ($4) that begins with the first. Index: primary key.
INSERT INTO knock (who, began_at, used) VALUES ($1, $2, 1)
ON CONFLICT (who) DO UPDATE SET
    used = CASE WHEN knock.began_at + $4 > excluded.began_at THEN knock.used + 1 ELSE 1 END,
    began_at = CASE WHEN knock.began_at + $4 > excluded.began_at THEN knock.began_at ELSE excluded.began_at END
WHERE knock.began_at + $4 <= excluded.began_at OR knock.used < $3
