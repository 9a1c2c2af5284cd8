-- M does not want to vouch, or takes back what was written. Index: primary key.
UPDATE vouch SET body = NULL, declined = 1 WHERE member_id = $1 AND inv_id = $2
