//! What holds in every database, at every moment, asked in SQL that every engine understands.

/// What is wrong, and the statement that counts where it is.
pub const NEVER: &[(&str, &str)] = &[
    (
        "the two halves of a relation differ",
        "SELECT count(*) FROM relation a LEFT JOIN relation b ON b.owner_id = a.other_id AND b.other_id = a.owner_id
         WHERE b.owner_id IS NULL OR a.version <> b.version OR a.state <> b.state OR a.inv_id <> b.inv_id
            OR a.sender_id <> b.sender_id OR a.viewed_at <> b.viewed_at OR a.stances <> b.stances",
    ),
    (
        "a count of connections is not how many there are",
        "SELECT count(*) FROM standing s WHERE s.connections <>
         (SELECT count(*) FROM relation r WHERE r.owner_id = s.member_id AND r.state = 2)",
    ),
    (
        "a count of invitations sent is not how many there are",
        "SELECT count(*) FROM standing s WHERE s.sent <>
         (SELECT count(*) FROM invitation i WHERE i.sender_id = s.member_id)",
    ),
    (
        "a count of open invitations is not how many there are",
        "SELECT count(*) FROM standing s WHERE s.pending <>
         (SELECT count(*) FROM invitation i WHERE i.sender_id = s.member_id AND i.outcome = 0)",
    ),
    (
        "an open relation has no open invitation",
        "SELECT count(*) FROM relation r WHERE r.state IN (1, 3, 4, 5, 6) AND NOT EXISTS
         (SELECT 1 FROM invitation i WHERE i.sender_id = r.sender_id AND i.inv_id = r.inv_id AND i.outcome = 0)",
    ),
    (
        "a relation's last version is not in the journal",
        "SELECT count(*) FROM relation r WHERE r.owner_id < r.other_id AND NOT EXISTS
         (SELECT 1 FROM journal j WHERE j.lo = r.owner_id AND j.hi = r.other_id AND j.version = r.version)",
    ),
    ("the journal has a gap", "SELECT coalesce(max(seq) - min(seq) + 1 - count(*), 0) FROM journal"),
    (
        "a message stands in no conversation of its sender's",
        "SELECT count(*) FROM message m WHERE NOT EXISTS (SELECT 1 FROM conversation_member c
         WHERE c.member_id = m.sender_id AND c.conversation_id = m.conversation_id AND c.last_message_id >= m.message_id)",
    ),
];
