-- The copy is whole: its mark ($1) goes. Index: primary key.
DELETE FROM setting WHERE key = $1
