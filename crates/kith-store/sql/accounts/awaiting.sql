-- Who waits to be let in, the earliest first, after the member $1. Index: member_awaiting.
SELECT member_id, handle, name, headline, location, picture, status FROM member WHERE status = 0 AND member_id > $1 ORDER BY member_id LIMIT $2
