-- What only this network knows, for what must not be foreseen. Index: primary key.
SELECT value FROM setting WHERE key = $1
