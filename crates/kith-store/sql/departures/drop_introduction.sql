-- A departed member's parts in introductions; what they asked stays with whom they asked. Index: primary key.
DELETE FROM introduction WHERE member_id = $1
