-- Makes a member's handle nobody's. Index: primary key.
DELETE FROM handle WHERE handle = $1 AND member_id = $2
