-- Questions back before deciding (F5), and "not now" (F6).

-- What R asked and S answered, the first first; none while nothing was asked.
ALTER TABLE invitation ADD COLUMN exchanges TEXT;
-- "Not now, please ask me after that day", where R told S so, and when.
ALTER TABLE invitation ADD COLUMN not_now_until BIGINT;
ALTER TABLE invitation ADD COLUMN not_now_at BIGINT;
-- Beside those of relation.state: 6, set aside by R until state_at.
