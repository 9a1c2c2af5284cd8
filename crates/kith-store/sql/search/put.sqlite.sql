-- What a member is found by. Index: rowid.
INSERT OR REPLACE INTO member_search (rowid, name, headline, employers, schools, interests) VALUES ($1, $2, $3, $4, $5, $6)
