-- Messages to people one is not connected with, the credits they cost, and following.

-- Whether a member takes outreach messages, and who may follow them.
ALTER TABLE member ADD COLUMN takes_outreach SMALLINT NOT NULL DEFAULT 1;
ALTER TABLE member ADD COLUMN followed_by SMALLINT NOT NULL DEFAULT 2; -- 0 nobody, 1 connections, 2 anybody

-- The answered outreach message that lets the two write to each other though they are not connected; 0 without one.
ALTER TABLE conversation_member ADD COLUMN outreach_id BIGINT NOT NULL DEFAULT 0;

-- What inv_id of a report names.
ALTER TABLE report ADD COLUMN about SMALLINT NOT NULL DEFAULT 1; -- 1 an invitation, 2 an outreach message

-- ===== keyed by member =====

-- What an outreach message says, written once; what came of it, as its sender may know it.
CREATE TABLE outreach (
    sender_id BIGINT NOT NULL,
    outreach_id BIGINT NOT NULL,
    recipient_id BIGINT NOT NULL,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    sent_at BIGINT NOT NULL,
    outcome SMALLINT NOT NULL DEFAULT 0,             -- 0 open, 1 answered, 2 refused
    ended_at BIGINT,
    PRIMARY KEY (sender_id, outreach_id)
);
CREATE INDEX outreach_to ON outreach (sender_id, recipient_id, outreach_id);

-- Where an outreach message lies for its recipient: the other side of outreach, and what its sender never learns.
CREATE TABLE outreach_request (
    recipient_id BIGINT NOT NULL,
    outreach_id BIGINT NOT NULL,
    sender_id BIGINT NOT NULL,
    sent_at BIGINT NOT NULL,
    tray SMALLINT NOT NULL DEFAULT 0,                -- 0 requests, 1 aside, 2 reported, 3 over
    tray_at BIGINT NOT NULL,
    PRIMARY KEY (recipient_id, outreach_id)
) /*sqlite: WITHOUT ROWID */;
CREATE INDEX outreach_request_tray ON outreach_request (recipient_id, tray, outreach_id);

-- A member's credits: the sum of the ledger. Of whom there is no row, the plan is basic and the balance zero.
CREATE TABLE credit (
    member_id BIGINT NOT NULL PRIMARY KEY,
    plan TEXT NOT NULL,
    balance BIGINT NOT NULL,
    next_at BIGINT NOT NULL,                         -- when the next monthly ones are due
    CHECK (balance >= 0)
) /*sqlite: WITHOUT ROWID */;

-- The ledger; a line is written once and never changed.
CREATE TABLE credit_entry (
    member_id BIGINT NOT NULL,
    entry_id BIGINT NOT NULL,
    amount BIGINT NOT NULL,
    cause SMALLINT NOT NULL,                         -- 1 monthly, 2 granted, 3 spent, 4 returned
    outreach_id BIGINT,
    by_id BIGINT,                                    -- the moderator who granted; none where it was the operator
    at BIGINT NOT NULL,
    PRIMARY KEY (member_id, entry_id)
) /*sqlite: WITHOUT ROWID */;

-- Whom a member follows, and who follows them: two sides of one thing.
CREATE TABLE follow (
    member_id BIGINT NOT NULL,
    other_id BIGINT NOT NULL,
    since BIGINT NOT NULL,
    PRIMARY KEY (member_id, other_id)
) /*sqlite: WITHOUT ROWID */;
CREATE INDEX follow_since ON follow (member_id, since, other_id);

CREATE TABLE follower (
    member_id BIGINT NOT NULL,
    other_id BIGINT NOT NULL,
    since BIGINT NOT NULL,
    PRIMARY KEY (member_id, other_id)
) /*sqlite: WITHOUT ROWID */;
CREATE INDEX follower_since ON follower (member_id, since, other_id);
