//! Every table that holds the network, with its columns and where its rows live once there is more than one server.
//!
//! What goes over all tables reads this list: copying a network to another engine, and spreading it over servers. A
//! test compares it with the schema of both engines, so that a table or a column added later cannot be forgotten.

/// A table of the network. What an engine keeps for itself is not one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Table {
    /// Its name.
    pub name: &'static str,
    /// Its columns, in the order of the schema; the primary key's come first.
    pub columns: &'static [&'static str],
    /// How many columns the primary key has.
    pub keys: usize,
    /// Where its rows live.
    pub home: Home,
}

/// Where the rows of a table live, once there is more than one server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Home {
    /// Spread by the first column of the primary key, without regard to other tables.
    Apart,
    /// Spread by the first column of the primary key: rows with the same value are where those of that table are.
    With(&'static str),
    /// On every server: small, and read by everything.
    Everywhere,
    /// On the server that the program talks to: nothing reads it together with a spread table.
    Coordinator,
}

impl Table {
    /// The columns of the primary key.
    #[must_use]
    pub fn key(&self) -> &'static [&'static str] {
        &self.columns[..self.keys]
    }

    /// What it is distributed by; none where it is not spread.
    #[must_use]
    pub fn distributed_by(&self) -> Option<&'static str> {
        match self.home {
            Home::Apart | Home::With(_) => self.columns.first().copied(),
            Home::Everywhere | Home::Coordinator => None,
        }
    }
}

const fn table(name: &'static str, keys: usize, home: Home, columns: &'static [&'static str]) -> Table {
    Table { name, columns, keys, home }
}

use Home::{Apart, Coordinator, Everywhere, With};

/// The table that members are found by: an index of its own kind on SQLite.
pub const SEARCH: &str = "member_search";
/// The record of what moderators did: rows are added and never changed.
pub const AUDIT: &str = "audit";
/// The record of commits.
pub const JOURNAL: &str = "journal";

/// What is noted of the network as a whole.
pub const SETTING: &str = "setting";

/// The tables, in the order in which a network is copied: whoever has the members is known by them, and the journal
/// is whole when all that it tells of is there.
pub const TABLES: &[Table] = &[
    table(
        "member",
        1,
        Apart,
        &[
            "member_id",
            "handle",
            "name",
            "headline",
            "summary",
            "location",
            "picture",
            "status",
            "moderator",
            "connections_visible_to",
            "language",
            "shortcuts",
            "verified",
            "recommendations",
            "version",
            "created_at",
            "updated_at",
            "renamed_at",
            "door",
            "takes_introductions",
            "takes_outreach",
            "followed_by",
            "contact_email",
            "contact_phone",
            "contact_website",
        ],
    ),
    table(
        "proviso",
        1,
        Everywhere,
        &["member_id", "away", "hides_connections", "refuses_introductions", "renamed_at"],
    ),
    table("credential", 1, With("member"), &["member_id", "password_hash", "changed_at"]),
    table("member_address", 2, With("member"), &["member_id", "address", "written", "verified_at"]),
    table(
        "session",
        2,
        With("member"),
        &["member_id", "session_id", "token_hash", "kind", "label", "created_at", "seen_at", "expires_at"],
    ),
    table(
        "standing",
        1,
        With("member"),
        &[
            "member_id",
            "sent",
            "granted",
            "week_start",
            "week_used",
            "day_start",
            "day_used",
            "pending",
            "connections",
            "marks_from",
            "restrictions",
            "restricted_until",
            "version",
        ],
    ),
    table(
        "restriction",
        2,
        With("member"),
        &[
            "member_id",
            "restriction_id",
            "nth",
            "since",
            "ground",
            "facts",
            "automated",
            "decided_by",
            "scope",
            "redress",
            "explanation",
            "lifts",
            "until_at",
            "agreed_at",
            "agreement_version",
            "voided",
            "lifted_at",
            "lifted_by",
        ],
    ),
    table(
        "allowance_movement",
        2,
        With("member"),
        &["member_id", "movement_id", "cause", "amount", "at", "request_id"],
    ),
    table(
        "allowance_request",
        2,
        With("member"),
        &[
            "member_id",
            "request_id",
            "reasons",
            "asked_at",
            "limit_then",
            "used_then",
            "outcome",
            "decided_at",
            "decided_by",
            "granted",
            "answer",
            "retry_at",
        ],
    ),
    table(
        "appeal",
        2,
        With("member"),
        &[
            "member_id",
            "restriction_id",
            "text",
            "at",
            "due_at",
            "outcome",
            "decided_at",
            "decided_by",
            "reason",
        ],
    ),
    table("mark", 2, With("member"), &["member_id", "marker_id", "inv_id", "at", "voided"]),
    table(
        "moderation_case",
        2,
        With("member"),
        &[
            "member_id",
            "case_id",
            "kind",
            "subject_id",
            "opened_by",
            "opened_at",
            "words",
            "held_by",
            "held_until",
            "verdict",
            "decided_by",
            "decided_at",
            "reason",
        ],
    ),
    table("warning", 2, With("member"), &["member_id", "warning_id", "body", "at", "acknowledged_at"]),
    table(
        "report",
        2,
        With("member"),
        &["member_id", "report_id", "reporter_id", "inv_id", "reason", "at", "about"],
    ),
    table(
        "relation",
        2,
        With("member"),
        &[
            "owner_id",
            "other_id",
            "state",
            "box",
            "rank",
            "sender_id",
            "inv_id",
            "sent_at",
            "opens_at",
            "expires_at",
            "viewed_at",
            "state_at",
            "stances",
            "lo_may_from",
            "hi_may_from",
            "version",
            "updated_at",
            "lo_no_pitches_since",
            "lo_no_pitches_until",
            "hi_no_pitches_since",
            "hi_no_pitches_until",
        ],
    ),
    table(
        "invitation",
        2,
        With("member"),
        &[
            "sender_id",
            "inv_id",
            "recipient_id",
            "relation_kind",
            "relation_of",
            "relation_text",
            "note",
            "purpose",
            "place",
            "card",
            "sent_at",
            "opens_at",
            "expires_at",
            "outcome",
            "ended_at",
            "originality",
            "voucher_id",
            "vouch_asked_at",
            "exchanges",
            "not_now_until",
            "not_now_at",
            "terms_scope",
            "terms_no_pitches_until",
        ],
    ),
    table(
        "position",
        2,
        With("member"),
        &["member_id", "position_id", "employer", "employer_key", "title", "from_month", "to_month"],
    ),
    table(
        "education",
        2,
        With("member"),
        &["member_id", "education_id", "school", "school_key", "degree", "from_month", "to_month"],
    ),
    table("interest", 2, With("member"), &["member_id", "interest_key", "interest", "place"]),
    table("membership", 2, With("member"), &["member_id", "group_id", "name", "since"]),
    table("picture", 2, With("member"), &["member_id", "size", "set_at", "bytes"]),
    table(
        "notification",
        2,
        With("member"),
        &["member_id", "notification_id", "kind", "actor_id", "subject_id", "visible_at"],
    ),
    table("notification_read", 1, With("member"), &["member_id", "read_until"]),
    table(
        "connection_memory",
        2,
        With("member"),
        &[
            "member_id",
            "other_id",
            "note",
            "next_contact",
            "met_since",
            "met_sender_id",
            "met_inv_id",
            "updated_at",
        ],
    ),
    table("connection_tag", 3, With("member"), &["member_id", "other_id", "tag_key", "tag", "place"]),
    table("suggestion_dismissal", 2, With("member"), &["member_id", "other_id", "at"]),
    table(
        "conversation_member",
        2,
        With("member"),
        &["member_id", "conversation_id", "other_id", "last_message_id", "read_message_id", "outreach_id"],
    ),
    table(
        "introduction",
        2,
        With("member"),
        &[
            "member_id",
            "introduction_id",
            "role",
            "asker_id",
            "go_between_id",
            "recipient_id",
            "reason",
            "words",
            "state",
            "state_at",
            "asked_at",
            "expires_at",
            "conversation_id",
            "last_message_id",
            "read_message_id",
            "left_at",
        ],
    ),
    table(
        "outreach",
        2,
        With("member"),
        &["sender_id", "outreach_id", "recipient_id", "subject", "body", "sent_at", "outcome", "ended_at"],
    ),
    table(
        "outreach_request",
        2,
        With("member"),
        &["recipient_id", "outreach_id", "sender_id", "sent_at", "tray", "tray_at"],
    ),
    table("credit", 1, With("member"), &["member_id", "plan", "balance", "next_at"]),
    table(
        "credit_entry",
        2,
        With("member"),
        &["member_id", "entry_id", "amount", "cause", "outreach_id", "by_id", "at"],
    ),
    table("follow", 2, With("member"), &["member_id", "other_id", "since"]),
    table("follower", 2, With("member"), &["member_id", "other_id", "since"]),
    table("departure", 1, With("member"), &["member_id", "left_at", "next_at"]),
    table("idempotency", 2, With("member"), &["member_id", "key", "fingerprint", "at", "status", "body"]),
    table("address_try", 1, With("member"), &["member_id", "day_start", "used"]),
    table(
        "note_print",
        3,
        With("member"),
        &["member_id", "sent_at", "inv_id", "recipient_id", "print_a", "print_b"],
    ),
    table(
        "vouch",
        2,
        With("member"),
        &[
            "member_id",
            "inv_id",
            "sender_id",
            "recipient_id",
            "asked_at",
            "opens_at",
            "expires_at",
            "declined",
            "body",
            "written_at",
        ],
    ),
    table("vouch_pace", 1, With("member"), &["member_id", "month_start", "used"]),
    table("message", 2, Apart, &["conversation_id", "message_id", "sender_id", "body", "at"]),
    table("community", 1, Everywhere, &["group_id", "name", "about", "founder_id", "created_at"]),
    table("handle", 1, Apart, &["handle", "member_id"]),
    table("address", 1, Apart, &["address", "member_id", "verified_at"]),
    table("former_address", 1, Apart, &["address_hash", "sent", "closed_at"]),
    table("community_name", 1, Everywhere, &["name_key", "group_id"]),
    table("knock", 1, Apart, &["who", "began_at", "used"]),
    table("roster", 2, Apart, &["fact", "member_id", "since"]),
    table(
        AUDIT,
        2,
        Coordinator,
        &["part", "seq", "at", "actor_id", "act", "member_id", "case_id", "words", "previous", "hash"],
    ),
    table("journal_reader", 2, With("journal"), &["part", "reader", "seq"]),
    table("setting", 1, Everywhere, &["key", "value"]),
    table("node", 1, Everywhere, &["node_id", "holder", "lease_until", "last_ms"]),
    table("chore", 1, Everywhere, &["name", "holder", "lease_until"]),
    table(
        "member_search",
        1,
        With("member"),
        &["member_id", "name", "headline", "employers", "schools", "interests"],
    ),
    table(
        "journal",
        2,
        Apart,
        &["part", "seq", "lo", "hi", "version", "kind", "inv_id", "actor_id", "at", "visible_at"],
    ),
];

/// What the engine keeps for itself on PostgreSQL, as far as it concerns where it lives.
///
/// Receipts and the journal's head are asked for with the server's clock and held by locks: they stay where the
/// transactions are decided.
pub const ENGINE_TABLES: &[Table] = &[
    table("migration", 1, Coordinator, &["version", "name", "fingerprint"]),
    table("receipt", 1, Coordinator, &["receipt_id", "number", "made_at"]),
    table("journal_head", 1, Coordinator, &["part", "seq", "holder", "epoch", "lease_until"]),
    table(
        "journal_pending",
        4,
        With("member"),
        &[
            "lo",
            "receipt_id",
            "number",
            "place",
            "hi",
            "version",
            "kind",
            "inv_id",
            "actor_id",
            "at",
            "visible_at",
        ],
    ),
];
