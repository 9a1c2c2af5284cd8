-- What lies in a recipient's box ($2: 1 received, 3 archive), visible and not over at $3, the newest first, before the
-- invitation $4: what waits ($6 = 0), or what is set aside ($6 = 1). Index: relation_box.
SELECT r.other_id, r.inv_id
FROM relation r
WHERE r.owner_id = $1 AND r.box = $2 AND r.box <> 0 AND r.rank < $4 AND r.opens_at <= $3 AND r.expires_at > $3
    AND CASE WHEN r.state = 6 AND r.state_at > $3 THEN 1 ELSE 0 END = $6
    AND NOT EXISTS (SELECT 1 FROM proviso p WHERE p.member_id = r.other_id AND (p.away = 1 OR p.renamed_at > r.sent_at))
ORDER BY r.rank DESC LIMIT $5
