-- A member's own row with what the profile shows of it. Index: primary keys.
SELECT m.handle, m.name, m.headline, m.location, m.picture, m.status, m.summary, m.connections_visible_to, m.recommendations, m.language, m.shortcuts, m.verified, m.moderator, m.version, m.created_at, s.connections, m.door, m.takes_introductions, m.takes_outreach, m.followed_by, m.contact_email, m.contact_phone, m.contact_website
FROM member m JOIN standing s ON s.member_id = m.member_id WHERE m.member_id = $1
