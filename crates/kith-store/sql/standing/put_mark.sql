-- A mark of a member by another: one row for the two, once ever. Index: primary key.
INSERT INTO mark (member_id, marker_id, inv_id, at) VALUES ($1, $2, $3, $4)
ON CONFLICT (member_id, marker_id) DO UPDATE SET inv_id = excluded.inv_id, at = excluded.at, voided = 0 WHERE mark.voided = 1
