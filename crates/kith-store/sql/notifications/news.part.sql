-- A member's ($1) news, visible at $2 and still true: an invitation that is open or was accepted, an acceptance and a message while
-- the two are connected, what one is asked while it can be answered. What moderators say to a member stays. Whether an
-- introduction's other two are kept apart, and a vouched-for invitation still open, lies with others: the last two columns
-- name them. Index: notification_visible, primary keys.
SELECT n.actor_id, n.notification_id, n.kind, n.subject_id, n.visible_at, coalesce(r.state, 0) = 2,
    coalesce(p.asker_id, v.sender_id, 0), coalesce(p.recipient_id, v.recipient_id, 0)
FROM notification n
LEFT JOIN proviso s ON s.member_id = n.actor_id
LEFT JOIN introduction p ON n.kind BETWEEN 20 AND 29 AND p.member_id = n.member_id AND p.introduction_id = n.subject_id
LEFT JOIN vouch v ON n.kind = 51 AND v.member_id = n.member_id AND v.inv_id = n.subject_id
LEFT JOIN relation r ON r.owner_id = n.member_id AND r.other_id = n.actor_id AND (r.stances & 3) = 0
    AND ((n.kind = 1 AND r.inv_id = n.subject_id AND (r.state = 2 OR ((r.state = 1 OR (r.state = 6 AND r.state_at <= $2)) AND r.opens_at <= $2 AND r.expires_at > $2 AND r.sent_at >= coalesce(s.renamed_at, 0))))
        OR (n.kind IN (2, 47) AND r.inv_id = n.subject_id AND r.state = 2)
        OR (n.kind = 45 AND r.inv_id = n.subject_id AND r.state IN (2, 7))
        OR (n.kind = 46)
        OR (n.kind = 41 AND r.inv_id = n.subject_id AND (r.state = 2 OR ((r.state = 1 OR (r.state = 6 AND r.state_at <= $2)) AND r.expires_at > $2 AND r.sent_at >= coalesce(s.renamed_at, 0))))
        OR (n.kind IN (40, 42) AND r.inv_id = n.subject_id AND (r.state = 2 OR r.expires_at > $2))
        OR (n.kind = 3 AND (r.state = 2 OR EXISTS (SELECT 1 FROM conversation_member c WHERE c.member_id = n.member_id AND c.conversation_id = n.subject_id AND c.outreach_id <> 0)))
        OR (n.kind = 30 AND EXISTS (SELECT 1 FROM outreach_request q WHERE q.recipient_id = n.member_id AND q.outreach_id = n.subject_id AND q.tray = 0))
        OR (n.kind BETWEEN 31 AND 32)
        OR (n.kind = 51 AND r.state = 2 AND v.declined = 0 AND v.expires_at > $2
            AND EXISTS (SELECT 1 FROM relation k WHERE k.owner_id = n.member_id AND k.other_id = v.recipient_id AND k.state = 2)))
WHERE n.member_id = $1 AND n.visible_at <= $2 AND coalesce(s.away, 0) = 0
    AND (r.owner_id IS NOT NULL
        OR n.kind BETWEEN 60 AND 79
        OR (p.left_at = 0
            AND ((n.kind <= 21 AND p.state < 2 AND p.expires_at > $2) OR (n.kind >= 23 AND p.state = 4))
            AND NOT EXISTS (SELECT 1 FROM relation x WHERE x.owner_id = n.member_id AND x.other_id IN (p.asker_id, p.go_between_id, p.recipient_id) AND (n.kind <> 25 OR x.other_id = n.actor_id)
                AND ((x.stances & 3) <> 0 OR (n.kind = 21 AND x.other_id = p.asker_id AND (x.stances & CASE WHEN x.owner_id < x.other_id THEN 4 ELSE 8 END) <> 0)))))
