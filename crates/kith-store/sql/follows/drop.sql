-- One no longer follows another. Index: primary key.
DELETE FROM follow WHERE member_id = $1 AND other_id = $2
