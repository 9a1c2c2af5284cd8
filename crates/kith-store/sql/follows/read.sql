-- Whether one follows another. Index: primary key.
SELECT since FROM follow WHERE member_id = $1 AND other_id = $2
