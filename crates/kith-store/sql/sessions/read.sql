-- A session with what every page needs to know of its member. Index: primary keys.
SELECT s.token_hash, s.kind, s.seen_at, s.expires_at, m.status, m.handle, m.name, m.headline, m.location, m.picture, m.language, m.shortcuts, m.verified, m.moderator
FROM session s JOIN member m ON m.member_id = s.member_id WHERE s.member_id = $1 AND s.session_id = $2
