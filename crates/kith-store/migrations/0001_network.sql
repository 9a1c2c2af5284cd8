-- The network, from the first member on. One text for every engine: BIGINT ids made by the application, BIGINT
-- milliseconds since 1970 in UTC, SMALLINT codes and 0/1 flags. Every table that grows begins its primary key with
-- what it is distributed by; whatever must be unique across members is a table keyed by that value.

-- ===== keyed by member =====

CREATE TABLE member (
    member_id BIGINT NOT NULL PRIMARY KEY,
    handle TEXT NOT NULL,
    name TEXT NOT NULL,
    headline TEXT,
    summary TEXT,
    location TEXT,
    picture BIGINT,                                  -- when the picture was set; none without one
    status SMALLINT NOT NULL,                        -- 0 awaiting, 1 active, 2 suspended, 3 closed
    moderator SMALLINT NOT NULL DEFAULT 0,
    connections_visible_to SMALLINT NOT NULL DEFAULT 1, -- 0 nobody, 1 connections
    language TEXT NOT NULL DEFAULT 'en',
    shortcuts SMALLINT NOT NULL DEFAULT 1,
    verified SMALLINT NOT NULL DEFAULT 0,            -- has a confirmed address
    recommendations BIGINT NOT NULL DEFAULT 0,
    version BIGINT NOT NULL DEFAULT 0,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    renamed_at BIGINT NOT NULL DEFAULT 0              -- invitations sent before it are no longer shown (R11.4)
) /*sqlite: WITHOUT ROWID */;
CREATE INDEX member_awaiting ON member (member_id) WHERE status = 0;

CREATE TABLE credential (
    member_id BIGINT NOT NULL PRIMARY KEY,
    password_hash TEXT NOT NULL,
    changed_at BIGINT NOT NULL
) /*sqlite: WITHOUT ROWID */;

-- The addresses a member has, as they wrote them: the other side of address.
CREATE TABLE member_address (
    member_id BIGINT NOT NULL,
    address TEXT NOT NULL,
    written TEXT NOT NULL,
    verified_at BIGINT,
    PRIMARY KEY (member_id, address)
) /*sqlite: WITHOUT ROWID */;

CREATE TABLE session (
    member_id BIGINT NOT NULL,
    session_id BIGINT NOT NULL,
    token_hash BYTEA NOT NULL,
    kind SMALLINT NOT NULL,                          -- 1 browser, 2 API token
    label TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (member_id, session_id)
) /*sqlite: WITHOUT ROWID */;

CREATE TABLE standing (
    member_id BIGINT NOT NULL PRIMARY KEY,
    sent BIGINT NOT NULL DEFAULT 0,
    granted BIGINT NOT NULL DEFAULT 0,
    week_start BIGINT NOT NULL DEFAULT 0,
    week_used BIGINT NOT NULL DEFAULT 0,
    day_start BIGINT NOT NULL DEFAULT 0,
    day_used BIGINT NOT NULL DEFAULT 0,
    pending BIGINT NOT NULL DEFAULT 0,
    connections BIGINT NOT NULL DEFAULT 0,
    marks_from BIGINT NOT NULL DEFAULT 0,
    restrictions BIGINT NOT NULL DEFAULT 0,
    restricted_until BIGINT NOT NULL DEFAULT 0,
    version BIGINT NOT NULL DEFAULT 0,
    CHECK (sent >= 0), CHECK (week_used >= 0), CHECK (day_used >= 0), CHECK (pending >= 0), CHECK (connections >= 0)
) /*sqlite: WITHOUT ROWID */;

CREATE TABLE restriction (
    member_id BIGINT NOT NULL,
    restriction_id BIGINT NOT NULL,
    nth BIGINT NOT NULL,
    since BIGINT NOT NULL,
    ground SMALLINT NOT NULL,                        -- 1 marks
    lifts SMALLINT NOT NULL,                         -- 1 agreement, 2 agreement and wait, 3 moderator
    until_at BIGINT,
    agreed_at BIGINT,
    agreement_version BIGINT,
    voided SMALLINT NOT NULL DEFAULT 0,              -- the marks it stood on were taken back
    lifted_at BIGINT,                                -- a moderator or the operator lifted it
    lifted_by BIGINT,                                -- the moderator; none where the operator did
    PRIMARY KEY (member_id, restriction_id)
) /*sqlite: WITHOUT ROWID */;

-- "I don't know this person": who was marked, by whom. One row for each two people, once ever (R6.3).
CREATE TABLE mark (
    member_id BIGINT NOT NULL,
    marker_id BIGINT NOT NULL,
    inv_id BIGINT NOT NULL,
    at BIGINT NOT NULL,
    voided SMALLINT NOT NULL DEFAULT 0,
    PRIMARY KEY (member_id, marker_id)
) /*sqlite: WITHOUT ROWID */;

CREATE TABLE report (
    member_id BIGINT NOT NULL,
    report_id BIGINT NOT NULL,
    reporter_id BIGINT NOT NULL,
    inv_id BIGINT NOT NULL,
    reason TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (member_id, report_id)
) /*sqlite: WITHOUT ROWID */;

-- Whatever stands between two members, in two halves. The half whose owner has the lower id is the authority:
-- its version guards every change; the other half is a mirror, written by versioned upsert only.
CREATE TABLE relation (
    owner_id BIGINT NOT NULL,
    other_id BIGINT NOT NULL,
    state SMALLINT NOT NULL,                         -- 0 nothing, 1 open, 2 connected, 3 ignored, 4 marked, 5 reported
    box SMALLINT NOT NULL,                           -- where the owner finds it: 0 nowhere, 1 received, 2 connections, 3 archive
    rank BIGINT NOT NULL,                            -- its place there: inv_id of an invitation, since when of a connection
    sender_id BIGINT NOT NULL DEFAULT 0,
    inv_id BIGINT NOT NULL DEFAULT 0,
    sent_at BIGINT NOT NULL DEFAULT 0,
    opens_at BIGINT NOT NULL DEFAULT 0,
    expires_at BIGINT NOT NULL DEFAULT 0,
    viewed_at BIGINT NOT NULL DEFAULT 0,
    state_at BIGINT NOT NULL DEFAULT 0,              -- since when the state is what it is
    stances SMALLINT NOT NULL DEFAULT 0,             -- bits: 1 lower blocks, 2 higher blocks, 4 lower has closed, 8 higher has closed
    lo_may_from BIGINT NOT NULL DEFAULT 0,
    hi_may_from BIGINT NOT NULL DEFAULT 0,
    version BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (owner_id, other_id),
    CHECK (owner_id <> other_id)
) /*sqlite: WITHOUT ROWID */;
-- A statement that walks a box says `box <> 0` beside it: no engine concludes that by itself.
CREATE INDEX relation_box ON relation (owner_id, box, rank, other_id) WHERE box <> 0;
-- Whom a member is kept apart from (R11.7).
CREATE INDEX relation_blocked ON relation (owner_id, updated_at, other_id) WHERE (stances & 3) <> 0;

-- What an invitation says, written once; how it ended, as its sender may know it. Rows are long and come in the order
-- of time: SQLite appends them, and keeps the key beside them, instead of making room for each among its sender's.
CREATE TABLE invitation (
    sender_id BIGINT NOT NULL,
    inv_id BIGINT NOT NULL,
    recipient_id BIGINT NOT NULL,
    relation_kind SMALLINT NOT NULL,                 -- 0 none said
    relation_of BIGINT,
    relation_text TEXT,
    note TEXT,
    purpose SMALLINT NOT NULL,                       -- 0 none said
    place SMALLINT NOT NULL,
    card TEXT NOT NULL,
    sent_at BIGINT NOT NULL,
    opens_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    outcome SMALLINT NOT NULL DEFAULT 0,             -- 0 open, 1 accepted, 2 withdrawn, 3 expired, 4 undeliverable
    ended_at BIGINT,
    PRIMARY KEY (sender_id, inv_id)
);

CREATE TABLE position (
    member_id BIGINT NOT NULL,
    position_id BIGINT NOT NULL,
    employer TEXT NOT NULL,
    employer_key TEXT NOT NULL,
    title TEXT NOT NULL,
    from_month BIGINT,                               -- months since the year 0
    to_month BIGINT,
    PRIMARY KEY (member_id, position_id)
) /*sqlite: WITHOUT ROWID */;

CREATE TABLE education (
    member_id BIGINT NOT NULL,
    education_id BIGINT NOT NULL,
    school TEXT NOT NULL,
    school_key TEXT NOT NULL,
    degree TEXT,
    from_month BIGINT,
    to_month BIGINT,
    PRIMARY KEY (member_id, education_id)
) /*sqlite: WITHOUT ROWID */;

CREATE TABLE interest (
    member_id BIGINT NOT NULL,
    interest_key TEXT NOT NULL,
    interest TEXT NOT NULL,
    place BIGINT NOT NULL,
    PRIMARY KEY (member_id, interest_key)
) /*sqlite: WITHOUT ROWID */;

CREATE TABLE membership (
    member_id BIGINT NOT NULL,
    group_id BIGINT NOT NULL,
    name TEXT NOT NULL,                              -- the group's, so that a profile reads one shard
    since BIGINT NOT NULL,
    PRIMARY KEY (member_id, group_id)
) /*sqlite: WITHOUT ROWID */;

CREATE TABLE picture (
    member_id BIGINT NOT NULL,
    size SMALLINT NOT NULL,                          -- edge in pixels
    set_at BIGINT NOT NULL,
    bytes BYTEA NOT NULL,
    PRIMARY KEY (member_id, size)
);

CREATE TABLE notification (
    member_id BIGINT NOT NULL,
    notification_id BIGINT NOT NULL,
    kind SMALLINT NOT NULL,
    actor_id BIGINT NOT NULL,
    subject_id BIGINT NOT NULL,                      -- the invitation or conversation it is about
    visible_at BIGINT NOT NULL,
    PRIMARY KEY (member_id, notification_id)
) /*sqlite: WITHOUT ROWID */;
CREATE INDEX notification_visible ON notification (member_id, visible_at, notification_id);

CREATE TABLE notification_read (
    member_id BIGINT NOT NULL PRIMARY KEY,
    read_until BIGINT NOT NULL
) /*sqlite: WITHOUT ROWID */;

CREATE TABLE suggestion_dismissal (
    member_id BIGINT NOT NULL,
    other_id BIGINT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (member_id, other_id)
) /*sqlite: WITHOUT ROWID */;

CREATE TABLE conversation_member (
    member_id BIGINT NOT NULL,
    conversation_id BIGINT NOT NULL,
    other_id BIGINT NOT NULL,
    last_message_id BIGINT NOT NULL DEFAULT 0,
    read_message_id BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (member_id, conversation_id)
) /*sqlite: WITHOUT ROWID */;
CREATE UNIQUE INDEX conversation_with ON conversation_member (member_id, other_id);
CREATE INDEX conversation_recent ON conversation_member (member_id, last_message_id);

-- Who has closed the account, until all that was theirs is gone: what a crash interrupts is taken up again.
CREATE TABLE departure (
    member_id BIGINT NOT NULL PRIMARY KEY,
    left_at BIGINT NOT NULL,
    next_at BIGINT NOT NULL                          -- when to look next
) /*sqlite: WITHOUT ROWID */;
CREATE INDEX departure_next ON departure (next_at);

CREATE TABLE idempotency (
    member_id BIGINT NOT NULL,
    key TEXT NOT NULL,
    fingerprint BYTEA NOT NULL,                      -- of the method, the path and the body
    at BIGINT NOT NULL,
    status BIGINT NOT NULL DEFAULT 0,                -- 0 while the first request is under way
    body TEXT,
    PRIMARY KEY (member_id, key)
) /*sqlite: WITHOUT ROWID */;

CREATE TABLE address_try (
    member_id BIGINT NOT NULL PRIMARY KEY,
    day_start BIGINT NOT NULL,
    used BIGINT NOT NULL
) /*sqlite: WITHOUT ROWID */;

-- ===== keyed by conversation =====

CREATE TABLE message (
    conversation_id BIGINT NOT NULL,
    message_id BIGINT NOT NULL,
    sender_id BIGINT NOT NULL,
    body TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (conversation_id, message_id)
) /*sqlite: WITHOUT ROWID */;

-- ===== keyed by group =====

CREATE TABLE community (                             -- a group; the word alone is reserved in SQL
    group_id BIGINT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    about TEXT,
    founder_id BIGINT NOT NULL,
    created_at BIGINT NOT NULL
) /*sqlite: WITHOUT ROWID */;

-- ===== keyed by text =====

CREATE TABLE handle (
    handle TEXT NOT NULL PRIMARY KEY,
    member_id BIGINT NOT NULL
) /*sqlite: WITHOUT ROWID */;

CREATE TABLE address (
    address TEXT NOT NULL PRIMARY KEY,               -- in its normal form
    member_id BIGINT NOT NULL,
    verified_at BIGINT
) /*sqlite: WITHOUT ROWID */;

-- What a closed account had sent, by the hash of its confirmed address (R5.1).
CREATE TABLE former_address (
    address_hash BYTEA NOT NULL PRIMARY KEY,
    sent BIGINT NOT NULL,
    closed_at BIGINT NOT NULL
) /*sqlite: WITHOUT ROWID */;

CREATE TABLE community_name (
    name_key TEXT NOT NULL PRIMARY KEY,
    group_id BIGINT NOT NULL
) /*sqlite: WITHOUT ROWID */;

-- How often somebody tried what guards a password, by the hash of who: see docs/operating.
CREATE TABLE knock (
    who BYTEA NOT NULL PRIMARY KEY,
    began_at BIGINT NOT NULL,
    used BIGINT NOT NULL
) /*sqlite: WITHOUT ROWID */;
CREATE INDEX knock_began ON knock (began_at);

-- Who has a fact on the profile: 'employer:…', 'school:…', 'interest:…', 'group:…'. The other side of position,
-- education, interest and membership.
CREATE TABLE roster (
    fact TEXT NOT NULL,
    member_id BIGINT NOT NULL,
    since BIGINT NOT NULL,
    PRIMARY KEY (fact, member_id)
) /*sqlite: WITHOUT ROWID */;

-- ===== keyed by feed partition =====

-- The record of commits, in order, written with the change it tells of.
CREATE TABLE journal (
    part BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    lo BIGINT NOT NULL,
    hi BIGINT NOT NULL,
    version BIGINT NOT NULL,
    kind SMALLINT NOT NULL,
    inv_id BIGINT NOT NULL,
    actor_id BIGINT NOT NULL,
    at BIGINT NOT NULL,
    visible_at BIGINT NOT NULL,
    PRIMARY KEY (part, seq)
) /*sqlite: WITHOUT ROWID */;

CREATE TABLE journal_reader (
    part BIGINT NOT NULL,
    reader TEXT NOT NULL,
    seq BIGINT NOT NULL,
    PRIMARY KEY (part, reader)
) /*sqlite: WITHOUT ROWID */;

-- ===== small, read everywhere =====

CREATE TABLE setting (
    key TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) /*sqlite: WITHOUT ROWID */;

-- The node numbers that ids hold, each one process's at a time.
CREATE TABLE node (
    node_id BIGINT NOT NULL PRIMARY KEY,             -- 0 to 1023
    holder BIGINT NOT NULL,
    lease_until BIGINT NOT NULL,                     -- no id was or will be made with it from then on; 0 once given back
    last_ms BIGINT NOT NULL                          -- when its last id was made, as far as it was told
) /*sqlite: WITHOUT ROWID */;

-- What one process at a time does for all.
CREATE TABLE chore (
    name TEXT NOT NULL PRIMARY KEY,
    holder BIGINT NOT NULL,
    lease_until BIGINT NOT NULL
) /*sqlite: WITHOUT ROWID */;

-- ===== search =====

/*sqlite: CREATE VIRTUAL TABLE member_search USING fts5(name, headline, employers, schools, interests, tokenize = "unicode61 remove_diacritics 2", prefix = '2 3'); */
/*pg: CREATE TABLE member_search (member_id BIGINT NOT NULL PRIMARY KEY, name TEXT NOT NULL, headline TEXT NOT NULL, employers TEXT NOT NULL, schools TEXT NOT NULL, interests TEXT NOT NULL); */
