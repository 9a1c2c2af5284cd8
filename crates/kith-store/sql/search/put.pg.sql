-- What a member is found by. Index: primary key.
INSERT INTO member_search (member_id, name, headline, employers, schools, interests) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (member_id) DO UPDATE SET name = excluded.name, headline = excluded.headline, employers = excluded.employers, schools = excluded.schools, interests = excluded.interests
