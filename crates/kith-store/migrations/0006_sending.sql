-- How alike a note is to its sender's others (F10): 0 not weighed, 1 its own, 2 to a few, 3 to many, 4 too short.
ALTER TABLE invitation ADD COLUMN originality SMALLINT NOT NULL DEFAULT 0;
-- Whom S asked to vouch (F19), and when.
ALTER TABLE invitation ADD COLUMN voucher_id BIGINT;
ALTER TABLE invitation ADD COLUMN vouch_asked_at BIGINT;

-- The prints of a member's notes of late, which the next one is held against. Of a note it tells nothing but how alike
-- another is.
CREATE TABLE note_print (
    member_id BIGINT NOT NULL,
    sent_at BIGINT NOT NULL,
    inv_id BIGINT NOT NULL,
    recipient_id BIGINT NOT NULL,
    print_a BIGINT NOT NULL,
    print_b BIGINT NOT NULL,
    PRIMARY KEY (member_id, sent_at, inv_id)
) /*sqlite: WITHOUT ROWID */;

-- What M is asked to add to an invitation of S's, and what M wrote (F19). S reads nothing here: S knows whom S asked.
CREATE TABLE vouch (
    member_id BIGINT NOT NULL,                       -- M
    inv_id BIGINT NOT NULL,
    sender_id BIGINT NOT NULL,
    recipient_id BIGINT NOT NULL,
    asked_at BIGINT NOT NULL,
    opens_at BIGINT NOT NULL,                        -- from when on M sees it
    expires_at BIGINT NOT NULL,
    declined SMALLINT NOT NULL DEFAULT 0,
    body TEXT,                                       -- none while M wrote nothing, and once it is taken back
    written_at BIGINT,                               -- when it was written first: it counts once
    PRIMARY KEY (member_id, inv_id)
) /*sqlite: WITHOUT ROWID */;

-- How many vouches a member wrote in the month that began with the first of them.
CREATE TABLE vouch_pace (
    member_id BIGINT NOT NULL PRIMARY KEY,
    month_start BIGINT NOT NULL,
    used BIGINT NOT NULL
) /*sqlite: WITHOUT ROWID */;
