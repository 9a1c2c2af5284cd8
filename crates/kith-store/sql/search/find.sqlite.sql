-- Members whose document matches $2, without $1: the best $5 of the first $4, the name
-- counting most; with the words of each document. $3 is the question in the other engine's form. Index: member_search.
SELECT m.member_id, m.handle, m.name, m.headline, m.location, m.picture, m.status, f.name, f.headline, f.employers, f.schools, f.interests
FROM (
    SELECT rowid AS id, name, headline, employers, schools, interests, bm25(member_search, 10.0, 4.0, 3.0, 2.0, 2.0) AS score
    FROM member_search WHERE member_search MATCH $2 AND $3 IS NOT NULL LIMIT $4) f
JOIN member m ON m.member_id = f.id AND m.status = 1
WHERE m.member_id <> $1
ORDER BY f.score, m.member_id DESC LIMIT $5
