-- Moves somebody's part from one state to another, if it is still in the first; with the go-between's words, once they
-- are written. Index: primary key.
UPDATE introduction SET state = $4, state_at = $5, words = coalesce($6, words) WHERE member_id = $1 AND introduction_id = $2 AND state = $3
