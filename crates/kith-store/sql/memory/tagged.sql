-- To whom $1 gave the tag $2, by ascending id, after $3. Index: connection_tag_key.
SELECT other_id FROM connection_tag WHERE member_id = $1 AND tag_key = $2 AND other_id > $3 ORDER BY other_id LIMIT $4
