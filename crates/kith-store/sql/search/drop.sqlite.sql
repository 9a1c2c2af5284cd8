-- A member is no longer found. Index: rowid.
DELETE FROM member_search WHERE rowid = $1
