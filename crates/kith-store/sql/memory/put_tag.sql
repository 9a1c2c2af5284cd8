-- A tag $1 gives $2. Index: primary key.
INSERT INTO connection_tag (member_id, other_id, tag_key, tag, place) VALUES ($1, $2, $3, $4, $5)
