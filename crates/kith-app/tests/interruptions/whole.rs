//! What must hold wherever a use case was interrupted.

use kith_testdb::{TestDatabase, ask};

/// What must hold at any moment, each as a question whose answer is nothing.
const WHOLE: &[(&str, &str)] = &[
    (
        "both halves of a relation say the same",
        "SELECT a.owner_id FROM relation a LEFT JOIN relation b ON b.owner_id = a.other_id AND b.other_id = a.owner_id
         WHERE b.owner_id IS NULL OR (a.state, a.sender_id, a.inv_id, a.version, a.stances, a.viewed_at)
             <> (b.state, b.sender_id, b.inv_id, b.version, b.stances, b.viewed_at)",
    ),
    (
        "connections are counted as they are",
        "SELECT s.member_id FROM standing s WHERE s.connections
             <> (SELECT count(*) FROM relation r WHERE r.owner_id = s.member_id AND r.state = 2)",
    ),
    (
        "what is open is counted as it is",
        "SELECT s.member_id FROM standing s WHERE s.pending
             <> (SELECT count(*) FROM invitation i WHERE i.sender_id = s.member_id AND i.outcome = 0)",
    ),
    (
        "each invitation costs one of the balance",
        "SELECT s.member_id FROM standing s
         WHERE s.sent <> (SELECT count(*) FROM invitation i WHERE i.sender_id = s.member_id)",
    ),
    (
        "an open invitation stands between its two",
        "SELECT i.inv_id FROM invitation i LEFT JOIN relation r
             ON r.owner_id = i.sender_id AND r.other_id = i.recipient_id AND r.inv_id = i.inv_id
                AND r.state IN (1, 3, 4, 5, 6)
         WHERE i.outcome = 0 AND r.owner_id IS NULL",
    ),
    (
        TOLD,
        "SELECT r.owner_id FROM relation r
         LEFT JOIN (SELECT lo, hi, count(*) AS told, count(DISTINCT version) AS versions, max(version) AS last
             FROM (SELECT lo, hi, version, kind FROM journal
                   {pending}) j
             WHERE kind NOT IN (16, 51) AND kind NOT BETWEEN 20 AND 29 AND hi <> 0 GROUP BY lo, hi) t
             ON t.lo = r.owner_id AND t.hi = r.other_id
         WHERE r.owner_id < r.other_id AND (t.told, t.versions, t.last)
             IS DISTINCT FROM (r.version, r.version, r.version)",
    ),
    (
        "what is asked of somebody is known to be asked",
        "SELECT v.inv_id FROM vouch v LEFT JOIN invitation i ON i.sender_id = v.sender_id AND i.inv_id = v.inv_id
         WHERE i.voucher_id IS DISTINCT FROM v.member_id
         UNION ALL SELECT i.inv_id FROM invitation i LEFT JOIN vouch v
             ON v.member_id = i.voucher_id AND v.inv_id = i.inv_id
         WHERE i.voucher_id IS NOT NULL AND v.inv_id IS NULL",
    ),
    (
        "vouches are counted as they are",
        "SELECT v.member_id FROM vouch v LEFT JOIN vouch_pace p ON p.member_id = v.member_id
         WHERE v.written_at IS NOT NULL GROUP BY v.member_id, p.used HAVING p.used IS DISTINCT FROM count(*)",
    ),
    (
        "a print is of a note that is there",
        "SELECT p.inv_id FROM note_print p LEFT JOIN invitation i ON i.sender_id = p.member_id AND i.inv_id = p.inv_id
         WHERE i.note IS NULL",
    ),
    (
        "a mark is beside a marked relation",
        "SELECT m.member_id FROM mark m LEFT JOIN relation r ON r.owner_id = m.member_id AND r.other_id = m.marker_id
         WHERE m.voided = 0 AND r.state IS DISTINCT FROM 4",
    ),
    (
        ACCOUNT,
        "SELECT m.member_id FROM member m
         LEFT JOIN standing s ON s.member_id = m.member_id
         LEFT JOIN handle h ON h.handle = m.handle AND h.member_id = m.member_id
         LEFT JOIN address a ON a.member_id = m.member_id
         LEFT JOIN member_address w ON w.member_id = m.member_id AND w.address = a.address
         LEFT JOIN member_search f ON f.{document} = m.member_id
         WHERE m.status <> 3
             AND (s.member_id IS NULL OR h.handle IS NULL OR w.address IS NULL OR f.{document} IS NULL)",
    ),
    (
        "what is to be heeded about a member is what the member's row says",
        "SELECT m.member_id FROM member m LEFT JOIN proviso p ON p.member_id = m.member_id
         WHERE (m.status <> 1) <> (coalesce(p.away, 0) = 1)
             OR (m.connections_visible_to <> 1) <> (coalesce(p.hides_connections, 0) = 1)
             OR (m.takes_introductions = 0) <> (coalesce(p.refuses_introductions, 0) = 1)
             OR m.renamed_at <> coalesce(p.renamed_at, 0)
         UNION ALL
         SELECT p.member_id FROM proviso p LEFT JOIN member m ON m.member_id = p.member_id
         WHERE m.member_id IS NULL OR (p.away = 0 AND p.hides_connections = 0 AND p.refuses_introductions = 0 AND p.renamed_at = 0)",
    ),
    (
        "a name or an address that is taken is somebody's",
        "SELECT h.handle FROM handle h LEFT JOIN member m ON m.member_id = h.member_id WHERE m.member_id IS NULL
         UNION ALL
         SELECT a.address FROM address a LEFT JOIN member m ON m.member_id = a.member_id WHERE m.member_id IS NULL",
    ),
    (
        "who had a position is found by it, and it is held once",
        "SELECT p.employer FROM position p
         LEFT JOIN roster r ON r.fact = 'employer:' || p.employer_key AND r.member_id = p.member_id
         WHERE r.fact IS NULL
         UNION ALL
         SELECT p.employer FROM position p GROUP BY p.member_id, p.employer HAVING count(*) > 1",
    ),
    (
        "a group has its name and its founder, once",
        "SELECT c.name FROM community c LEFT JOIN community_name n ON n.group_id = c.group_id
         LEFT JOIN membership m ON m.group_id = c.group_id AND m.member_id = c.founder_id
         LEFT JOIN roster r ON r.fact = 'group:' || c.group_id AND r.member_id = c.founder_id
         WHERE n.group_id IS NULL OR m.group_id IS NULL OR r.fact IS NULL
         UNION ALL
         SELECT name_key FROM community_name n LEFT JOIN community c ON c.group_id = n.group_id WHERE c.group_id IS NULL",
    ),
    (
        "a report is beside a reported relation, and there is one",
        "SELECT CAST(r.report_id AS TEXT) FROM report r LEFT JOIN relation x
             ON x.owner_id = r.member_id AND x.other_id = r.reporter_id
         WHERE r.about = 1 AND x.state IS DISTINCT FROM 5
         UNION ALL
         SELECT CAST(r.report_id AS TEXT) FROM report r LEFT JOIN outreach_request q
             ON q.recipient_id = r.reporter_id AND q.outreach_id = r.inv_id AND q.sender_id = r.member_id
         WHERE r.about = 2 AND q.tray IS DISTINCT FROM 2
         UNION ALL
         SELECT 'twice' FROM report GROUP BY member_id, reporter_id HAVING count(*) > 1",
    ),
    (
        "both are in a conversation, and its last message is there",
        "SELECT c.conversation_id FROM conversation_member c
         LEFT JOIN conversation_member o ON o.member_id = c.other_id AND o.conversation_id = c.conversation_id
         LEFT JOIN message m ON m.conversation_id = c.conversation_id AND m.message_id = c.last_message_id
         WHERE o.member_id IS NULL OR m.message_id IS NULL",
    ),
    (
        "a session is of somebody who is here, and nobody else signs in",
        "SELECT x.member_id FROM session x LEFT JOIN member m ON m.member_id = x.member_id AND m.status = 1
         WHERE m.member_id IS NULL
         UNION ALL
         SELECT x.member_id FROM credential x LEFT JOIN member m ON m.member_id = x.member_id AND m.status <> 3
         WHERE m.member_id IS NULL",
    ),
    (
        "one name and one address for each member",
        "SELECT member_id FROM handle GROUP BY member_id HAVING count(*) > 1
         UNION ALL
         SELECT member_id FROM address GROUP BY member_id HAVING count(*) > 1",
    ),
    (
        "who has left has left nothing of their own behind",
        "SELECT m.member_id FROM member m WHERE m.status = 3 AND (
             EXISTS (SELECT 1 FROM handle x WHERE x.member_id = m.member_id)
             OR EXISTS (SELECT 1 FROM address x WHERE x.member_id = m.member_id)
             OR EXISTS (SELECT 1 FROM member_address x WHERE x.member_id = m.member_id)
             OR EXISTS (SELECT 1 FROM position x WHERE x.member_id = m.member_id)
             OR EXISTS (SELECT 1 FROM education x WHERE x.member_id = m.member_id)
             OR EXISTS (SELECT 1 FROM interest x WHERE x.member_id = m.member_id)
             OR EXISTS (SELECT 1 FROM membership x WHERE x.member_id = m.member_id)
             OR EXISTS (SELECT 1 FROM roster x WHERE x.member_id = m.member_id)
             OR EXISTS (SELECT 1 FROM picture x WHERE x.member_id = m.member_id)
             OR EXISTS (SELECT 1 FROM member_search x WHERE x.{document} = m.member_id))",
    ),
    (
        "who has left and is still connected, or named, will be looked at again",
        "SELECT m.member_id FROM member m LEFT JOIN departure d ON d.member_id = m.member_id
         WHERE m.status = 3 AND d.member_id IS NULL AND (m.name <> ''
             OR EXISTS (SELECT 1 FROM relation r WHERE r.owner_id = m.member_id AND r.state = 2))",
    ),
    (
        "who is in a school, a group or of an interest is found by it, and nobody else",
        "SELECT x.school FROM education x
         LEFT JOIN roster r ON r.fact = 'school:' || x.school_key AND r.member_id = x.member_id WHERE r.fact IS NULL
         UNION ALL
         SELECT x.interest FROM interest x
         LEFT JOIN roster r ON r.fact = 'interest:' || x.interest_key AND r.member_id = x.member_id WHERE r.fact IS NULL
         UNION ALL
         SELECT x.name FROM membership x
         LEFT JOIN roster r ON r.fact = 'group:' || x.group_id AND r.member_id = x.member_id WHERE r.fact IS NULL
         UNION ALL
         SELECT r.fact FROM roster r WHERE
             NOT EXISTS (SELECT 1 FROM education x WHERE x.member_id = r.member_id AND r.fact = 'school:' || x.school_key)
             AND NOT EXISTS
                 (SELECT 1 FROM interest x WHERE x.member_id = r.member_id AND r.fact = 'interest:' || x.interest_key)
             AND NOT EXISTS (SELECT 1 FROM membership x WHERE x.member_id = r.member_id AND r.fact = 'group:' || x.group_id)
             AND NOT EXISTS
                 (SELECT 1 FROM position x WHERE x.member_id = r.member_id AND r.fact = 'employer:' || x.employer_key)",
    ),
    (
        "a picture is there in its three sizes, or not at all",
        "SELECT m.member_id FROM member m LEFT JOIN picture p ON p.member_id = m.member_id
         GROUP BY m.member_id, m.picture
         HAVING count(p.size) <> CASE WHEN m.picture IS NULL THEN 0 ELSE 3 END
             OR count(CASE WHEN p.set_at <> m.picture THEN 1 END) > 0",
    ),
    (
        "what is counted of restrictions are the rows, and one that stands keeps from sending",
        "SELECT s.member_id FROM standing s WHERE s.restrictions
             <> (SELECT count(*) FROM restriction r LEFT JOIN appeal a
                     ON a.member_id = r.member_id AND a.restriction_id = r.restriction_id AND a.outcome = 2
                 WHERE r.member_id = s.member_id AND r.voided = 0 AND a.member_id IS NULL)
         UNION ALL
         SELECT s.member_id FROM standing s JOIN member m ON m.member_id = s.member_id AND m.status <> 3
         WHERE (s.restricted_until = 9223372036854775807) <> EXISTS (SELECT 1 FROM restriction r
             WHERE r.member_id = s.member_id AND r.voided = 0 AND r.lifted_at IS NULL AND r.agreed_at IS NULL
             AND NOT EXISTS (SELECT 1 FROM appeal a
                 WHERE a.member_id = r.member_id AND a.restriction_id = r.restriction_id AND a.outcome = 2))",
    ),
    (
        "what was granted, and nothing else, is in the ledger",
        "SELECT s.member_id FROM standing s WHERE s.granted <> (SELECT coalesce(sum(m.amount), 0)
             FROM allowance_movement m WHERE m.member_id = s.member_id AND m.cause = 2)
         UNION ALL
         SELECT q.member_id FROM allowance_request q
         LEFT JOIN allowance_movement m ON m.member_id = q.member_id AND m.request_id = q.request_id
         WHERE (q.outcome = 1) <> (m.movement_id IS NOT NULL)",
    ),
    (
        "an acceptance that has been told is in the news, while the two are connected",
        "SELECT j.seq FROM journal j
         JOIN journal_reader d ON d.part = j.part AND d.reader = 'notifications' AND d.seq >= j.seq
         JOIN relation r ON r.owner_id = CASE WHEN j.actor_id = j.lo THEN j.hi ELSE j.lo END
             AND r.other_id = j.actor_id AND r.state = 2 AND r.inv_id = j.inv_id
         LEFT JOIN notification n ON n.member_id = r.owner_id AND n.kind = 2 AND n.subject_id = j.inv_id
         WHERE j.kind = 2 AND n.member_id IS NULL",
    ),
    (
        "an introduction is agreed for all three, or for none, and only who was forwarded it has a part",
        "SELECT a.introduction_id FROM introduction a
         LEFT JOIN introduction m ON m.member_id = a.go_between_id AND m.introduction_id = a.introduction_id
         LEFT JOIN introduction r ON r.member_id = a.recipient_id AND r.introduction_id = a.introduction_id
         WHERE a.role = 1 AND (m.member_id IS NULL OR (a.state = 4) <> (m.state = 4)
             OR (a.state = 4) <> (coalesce(r.state, 0) = 4) OR (a.state = 5) <> (m.state = 5)
             OR (r.member_id IS NOT NULL AND m.state NOT IN (3, 4, 5))
             OR (r.member_id IS NULL AND m.state IN (3, 4)))",
    ),
    (
        "what was read was there",
        "SELECT member_id FROM conversation_member WHERE read_message_id > last_message_id",
    ),
    (
        "the balance of credits is the sum of the ledger, and each message has cost one",
        "SELECT c.member_id FROM credit c WHERE c.balance
             <> (SELECT coalesce(sum(e.amount), 0) FROM credit_entry e WHERE e.member_id = c.member_id)
         UNION ALL
         SELECT e.member_id FROM credit_entry e LEFT JOIN credit c ON c.member_id = e.member_id WHERE c.member_id IS NULL
         UNION ALL
         SELECT o.sender_id FROM outreach o LEFT JOIN credit_entry e
             ON e.member_id = o.sender_id AND e.outreach_id = o.outreach_id AND e.cause = 3
         WHERE e.member_id IS NULL",
    ),
    (
        "an outreach message has two sides, and both know whether it was answered",
        "SELECT o.outreach_id FROM outreach o JOIN member m ON m.member_id = o.recipient_id AND m.status <> 3
         LEFT JOIN outreach_request q
             ON q.recipient_id = o.recipient_id AND q.outreach_id = o.outreach_id AND q.sender_id = o.sender_id
         WHERE q.tray IS NULL OR (q.tray = 3) <> (o.outcome <> 0)
         UNION ALL
         SELECT a.conversation_id FROM conversation_member a LEFT JOIN conversation_member b
             ON b.member_id = a.other_id AND b.other_id = a.member_id
         WHERE b.outreach_id IS DISTINCT FROM a.outreach_id",
    ),
    (
        "following has two sides",
        "SELECT f.member_id FROM follow f LEFT JOIN follower b ON b.member_id = f.other_id AND b.other_id = f.member_id
         WHERE b.member_id IS NULL
         UNION ALL
         SELECT b.member_id FROM follower b LEFT JOIN follow f ON f.member_id = b.other_id AND f.other_id = b.member_id
         WHERE f.member_id IS NULL",
    ),
    (
        "who follow each other instead of being connected follow each other, by the wish of one of the two",
        "SELECT r.owner_id FROM relation r LEFT JOIN follow f ON f.member_id = r.owner_id AND f.other_id = r.other_id
         WHERE r.state = 7 AND (f.since IS NULL OR (r.stances & 192) NOT IN (64, 128))
         UNION ALL
         SELECT r.owner_id FROM relation r WHERE r.state NOT IN (2, 7)
             AND ((r.stances & 240) <> 0 OR r.lo_no_pitches_until <> 0 OR r.hi_no_pitches_until <> 0)",
    ),
    (
        "what has been answered has its answer",
        "SELECT key FROM idempotency WHERE status <> 0 AND key NOT LIKE 'message:%' AND body IS NULL",
    ),
];

/// What holds only of what the use cases themselves wrote, one by one.
pub(crate) const TOLD: &str = "the journal tells each version of a relation once";
/// What does not hold of members who came with a graph: nobody signs in as they.
pub(crate) const ACCOUNT: &str = "whoever has an account has all of it";
/// Asks each question but those of `beside`, and says what is wrong.
pub(crate) fn wrong(database: &TestDatabase, beside: &[&str]) -> Vec<String> {
    let (document, pending) = if database.is_postgres() {
        ("member_id", "UNION ALL SELECT lo, hi, version, kind FROM journal_pending")
    } else {
        ("rowid", "")
    };
    let asked = WHOLE.iter().filter(|(holds, _)| !beside.contains(holds));
    let answers = asked.filter_map(|(holds, question)| {
        let question = question.replace("{document}", document).replace("{pending}", pending);
        let found = ask(database.url(), question).unwrap_or_else(|error| panic!("{holds}: {error}"));
        (!found.is_empty()).then(|| format!("not so: {holds}: {found:?}"))
    });
    answers.collect()
}
