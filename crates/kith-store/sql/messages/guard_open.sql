-- Holds the lower member's side of a conversation that an answered outreach message opened: whoever closes it comes
-- before or after. Index: conversation_with.
UPDATE conversation_member SET outreach_id = outreach_id WHERE member_id = $1 AND other_id = $2 AND outreach_id <> 0
