-- Members whose document matches $3, without $1: the best $5 of the first $4, the name
-- counting most; with the words of each document. $2 is the question in the other engine's form.
SELECT m.member_id, m.handle, m.name, m.headline, m.location, m.picture, m.status, s.name, s.headline, s.employers, s.schools, s.interests
FROM (
    SELECT s.member_id, s.name, s.headline, s.employers, s.schools, s.interests,
        ts_rank(setweight(to_tsvector('simple', s.name), 'A') || setweight(to_tsvector('simple', s.headline), 'B')
            || to_tsvector('simple', s.employers || ' ' || s.schools || ' ' || s.interests), to_tsquery('simple', $3)) AS score
    FROM member_search s
    WHERE to_tsvector('simple', s.name || ' ' || s.headline || ' ' || s.employers || ' ' || s.schools || ' ' || s.interests) @@ to_tsquery('simple', $3)
        AND CAST($2 AS TEXT) IS NOT NULL LIMIT $4) s
JOIN member m ON m.member_id = s.member_id AND m.status = 1
WHERE m.member_id <> $1
ORDER BY s.score DESC, m.member_id DESC LIMIT $5
