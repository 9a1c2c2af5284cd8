-- When which invitations of a member were reported. Index: primary key.
SELECT inv_id, min(at) FROM report WHERE member_id = $1 GROUP BY inv_id
