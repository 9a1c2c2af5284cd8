-- Who marked a member, the latest first, void ones among them: for an opened complaint alone (R5.5). Index: primary key.
SELECT marker_id, at, voided FROM mark WHERE member_id = $1 ORDER BY at DESC, marker_id LIMIT $2
