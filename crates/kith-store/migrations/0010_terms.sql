-- Accepting with terms (F9), and what only connections see: contact details.

-- How far R let S in, as S was told it: 1 full, 2 limited, 3 follow only; none where R said nothing.
ALTER TABLE invitation ADD COLUMN terms_scope SMALLINT;
-- Until when R wants no pitches, as S was told it.
ALTER TABLE invitation ADD COLUMN terms_no_pitches_until BIGINT;
-- Beside those of relation.state: 7, they follow each other instead of being connected, since state_at.
-- Beside those of relation.stances: 16 the lower one limits the other, 32 the higher one does; 64 and 128, by whose wish
-- they only follow each other.
-- When one asked the other for no pitches, and until when; 0 and 0 where not.
ALTER TABLE relation ADD COLUMN lo_no_pitches_since BIGINT NOT NULL DEFAULT 0;
ALTER TABLE relation ADD COLUMN lo_no_pitches_until BIGINT NOT NULL DEFAULT 0;
ALTER TABLE relation ADD COLUMN hi_no_pitches_since BIGINT NOT NULL DEFAULT 0;
ALTER TABLE relation ADD COLUMN hi_no_pitches_until BIGINT NOT NULL DEFAULT 0;

ALTER TABLE member ADD COLUMN contact_email TEXT;
ALTER TABLE member ADD COLUMN contact_phone TEXT;
ALTER TABLE member ADD COLUMN contact_website TEXT;
