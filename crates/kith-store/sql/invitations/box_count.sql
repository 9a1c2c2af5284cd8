-- How many lie in a recipient's box ($2), visible and not over at $3: what waits ($4 = 0), or what is set aside
-- ($4 = 1). Index: relation_box.
SELECT count(*)
FROM relation r
WHERE r.owner_id = $1 AND r.box = $2 AND r.box <> 0 AND r.rank > 0 AND r.opens_at <= $3 AND r.expires_at > $3
    AND CASE WHEN r.state = 6 AND r.state_at > $3 THEN 1 ELSE 0 END = $4
    AND NOT EXISTS (SELECT 1 FROM proviso p WHERE p.member_id = r.other_id AND (p.away = 1 OR p.renamed_at > r.sent_at))
