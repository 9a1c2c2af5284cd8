-- All outreach messages that a member has sent. Index: primary key.
DELETE FROM outreach WHERE sender_id = $1
