-- All outreach messages that a member has received. Index: primary key.
DELETE FROM outreach_request WHERE recipient_id = $1
