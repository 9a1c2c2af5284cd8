-- A member has read a warning; the first time counts. Index: primary key.
UPDATE warning SET acknowledged_at = coalesce(acknowledged_at, $3) WHERE member_id = $1 AND warning_id = $2
