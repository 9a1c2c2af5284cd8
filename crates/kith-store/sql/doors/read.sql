-- How often somebody has knocked, and since when. Index: primary key.
SELECT began_at, used FROM knock WHERE who = $1
