-- How a member wants it, if the row is still the one that was read. Index: primary key.
UPDATE member SET connections_visible_to = $3, language = $4, shortcuts = $5, takes_introductions = $6, takes_outreach = $8, followed_by = $9, version = version + 1, updated_at = $7
WHERE member_id = $1 AND version = $2
