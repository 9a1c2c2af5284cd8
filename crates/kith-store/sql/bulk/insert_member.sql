-- A member with the whole profile, as a network is filled. Index: primary key.
INSERT INTO member (member_id, handle, name, headline, summary, location, picture, status, moderator, connections_visible_to, verified, created_at, updated_at, contact_email, contact_phone, contact_website)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12, $13, $14, $15)
