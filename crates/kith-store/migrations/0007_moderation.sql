-- Cases that moderators decide, what members are told by them, and the record of what moderators did.

CREATE TABLE moderation_case (
    member_id BIGINT NOT NULL,                       -- whom it is about
    case_id BIGINT NOT NULL,
    kind SMALLINT NOT NULL,                          -- 1 report, 2 appeal, 3 request for more, 4 picture, 5 profile
    subject_id BIGINT NOT NULL,                      -- the invitation, restriction or request; 0 where it is the member
    opened_by BIGINT NOT NULL,
    opened_at BIGINT NOT NULL,
    words TEXT NOT NULL,
    held_by BIGINT NOT NULL DEFAULT 0,
    held_until BIGINT NOT NULL DEFAULT 0,            -- compared with now: nobody has to let go of it
    verdict SMALLINT NOT NULL DEFAULT 0,             -- 0 while it is open
    decided_by BIGINT,                               -- none where the operator did
    decided_at BIGINT,
    reason TEXT,
    PRIMARY KEY (member_id, case_id),
    CHECK (verdict = 0 OR (decided_at IS NOT NULL AND reason IS NOT NULL AND reason <> ''))
) /*sqlite: WITHOUT ROWID */;
-- The queue, the oldest first: case_id is in the order of time.
CREATE INDEX moderation_case_open ON moderation_case (case_id) WHERE verdict = 0;
CREATE INDEX moderation_case_id ON moderation_case (case_id);
-- Nobody opens a second one of the same about the same while the first is open.
CREATE UNIQUE INDEX moderation_case_once ON moderation_case (member_id, opened_by, kind, subject_id) WHERE verdict = 0;

-- Reports that nobody has looked at yet.
INSERT INTO moderation_case (member_id, case_id, kind, subject_id, opened_by, opened_at, words)
SELECT member_id, report_id, 1, inv_id, reporter_id, at, reason FROM report;

CREATE TABLE warning (
    member_id BIGINT NOT NULL,
    warning_id BIGINT NOT NULL,
    body TEXT NOT NULL,
    at BIGINT NOT NULL,
    acknowledged_at BIGINT,
    PRIMARY KEY (member_id, warning_id)
) /*sqlite: WITHOUT ROWID */;

-- Whom a member marked: asked when the account is removed for abuse (R6.3).
CREATE INDEX mark_by ON mark (marker_id, member_id);

-- What moderators and operators did: written once, each row with the hash of the one before, so that no row can be
-- changed, put between or taken out unnoticed. It stays on the server that the program talks to, where a trigger can
-- keep it.
CREATE TABLE audit (
    part BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    at BIGINT NOT NULL,
    actor_id BIGINT,                                 -- the moderator; none where it was the operator
    act SMALLINT NOT NULL,
    member_id BIGINT,                                -- to or about whom
    case_id BIGINT,
    words TEXT NOT NULL,
    previous BYTEA NOT NULL,
    hash BYTEA NOT NULL,
    PRIMARY KEY (part, seq)
) /*sqlite: WITHOUT ROWID */;
/*sqlite: CREATE TRIGGER audit_unchanged BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit log is only added to'); END; */
/*sqlite: CREATE TRIGGER audit_kept BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit log is only added to'); END; */
/*pg: CREATE FUNCTION audit_only_added_to() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the audit log is only added to'; END $$; */
/*pg: CREATE TRIGGER audit_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON audit FOR EACH STATEMENT EXECUTE FUNCTION audit_only_added_to(); */
