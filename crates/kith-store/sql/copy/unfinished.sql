-- Whether a copy to this database was begun and not ended ($1). Index: primary key.
SELECT value FROM setting WHERE key = $1
