-- Whom a member lets in, and what they ask of whoever invites them (F7): JSON, written by the program alone; none is an
-- open door.
ALTER TABLE member ADD COLUMN door TEXT;
