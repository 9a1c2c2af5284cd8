-- Ends the part of another of the three, whatever they did with it, where they have one. Index: primary key.
UPDATE introduction SET state = 5, state_at = $3 WHERE member_id = $1 AND introduction_id = $2 AND state <> 4
