-- The tags $1 gives, each with how many bear it, at most $2. Index: connection_tag_key.
SELECT min(tag), tag_key, count(*) FROM connection_tag WHERE member_id = $1 GROUP BY tag_key ORDER BY tag_key LIMIT $2
