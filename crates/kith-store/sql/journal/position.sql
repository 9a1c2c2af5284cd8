-- How far a reader of the journal has come. Served by the primary key.
SELECT seq FROM journal_reader WHERE part = 0 AND reader = $1
