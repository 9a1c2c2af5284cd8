-- One member's side of a conversation goes on for a connection's sake alone. Index: conversation_with.
UPDATE conversation_member SET outreach_id = 0 WHERE member_id = $1 AND other_id = $2 AND outreach_id <> 0
