-- What is to be heeded about the members of a list of ids ($1, as JSON). Index: primary key.
SELECT member_id, away, hides_connections, refuses_introductions FROM proviso
WHERE member_id IN (SELECT value FROM json_each($1))
