-- Holds a member's row until the batch is done: of several groups they join at once, each is counted by the next.
-- Index: primary key.
UPDATE member SET version = version WHERE member_id = $1
