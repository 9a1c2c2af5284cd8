-- Takes the member's side of being in a group away. Index: primary key.
DELETE FROM membership WHERE member_id = $1 AND group_id = $2
