-- A member's own row, if it is still the one the edit was made on; $10 = 1 where it is another name. Index: primary key.
UPDATE member SET handle = $3, name = $4, headline = $5, summary = $6, location = $7, picture = $8, version = version + 1, updated_at = $9,
    contact_email = $11, contact_phone = $12, contact_website = $13,
    renamed_at = CASE WHEN $10 = 1 THEN $9 ELSE renamed_at END
WHERE member_id = $1 AND version = $2
