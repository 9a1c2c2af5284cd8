-- Restrictions with a complete statement of reasons (F11), the movements of the allowance, requests for more (R5.4), and
-- appeals. SQLite adds no constraint to a table that is there: restriction is made anew and filled.

CREATE TABLE restriction_stated (
    member_id BIGINT NOT NULL,
    restriction_id BIGINT NOT NULL,
    nth BIGINT NOT NULL,
    since BIGINT NOT NULL,
    ground SMALLINT NOT NULL,                        -- 1 marks, 2 advertising, 3 harassment, 4 deception, 5 another rule
    facts SMALLINT NOT NULL,                         -- 1 marks, 2 reports, 3 invitations sent, 4 the profile
    automated SMALLINT NOT NULL,                     -- decided by the program alone
    decided_by BIGINT,                               -- the moderator; none where the program decided
    scope SMALLINT NOT NULL,                         -- 1 sending invitations
    redress SMALLINT NOT NULL,                       -- how to appeal: 1 to another moderator
    explanation TEXT,                                -- the moderator's words to the member
    lifts SMALLINT NOT NULL,                         -- 1 agreement, 2 agreement and wait, 3 moderator
    until_at BIGINT,
    agreed_at BIGINT,
    agreement_version BIGINT,
    voided SMALLINT NOT NULL DEFAULT 0,              -- the marks it stood on were taken back
    lifted_at BIGINT,                                -- a moderator or the operator lifted it
    lifted_by BIGINT,                                -- the moderator; none where the operator did
    PRIMARY KEY (member_id, restriction_id),
    CHECK (nth > 0 AND since > 0 AND ground > 0 AND facts > 0 AND scope > 0 AND redress > 0),
    CHECK (automated IN (0, 1)),
    CHECK ((automated = 1) = (decided_by IS NULL)),
    CHECK (automated = 1 OR (explanation IS NOT NULL AND explanation <> '')),
    CHECK (lifts IN (1, 2, 3)),
    CHECK (lifts <> 2 OR until_at IS NOT NULL)
) /*sqlite: WITHOUT ROWID */;
-- Until now only marks restricted, by the program alone.
INSERT INTO restriction_stated (member_id, restriction_id, nth, since, ground, facts, automated, scope, redress, lifts, until_at,
    agreed_at, agreement_version, voided, lifted_at, lifted_by)
SELECT member_id, restriction_id, nth, since, ground, 1, 1, 1, 1, lifts, until_at,
    agreed_at, agreement_version, voided, lifted_at, lifted_by
FROM restriction;
DROP TABLE restriction;
ALTER TABLE restriction_stated RENAME TO restriction;
/*pg: ALTER INDEX restriction_stated_pkey RENAME TO restriction_pkey; */

-- What moved an allowance besides invitations sent: each of those is a movement by itself, its row in invitation. Never
-- changed, never deleted. The limit and the amounts, less the invitations, are what is left.
CREATE TABLE allowance_movement (
    member_id BIGINT NOT NULL,
    movement_id BIGINT NOT NULL,
    cause SMALLINT NOT NULL,                         -- 1 carried over from a closed account, 2 granted by a review
    amount BIGINT NOT NULL,                          -- below zero where it was used
    at BIGINT NOT NULL,
    request_id BIGINT,                               -- what was granted
    PRIMARY KEY (member_id, movement_id),
    CHECK ((cause = 1 AND amount < 0) OR (cause = 2 AND amount > 0 AND request_id IS NOT NULL))
) /*sqlite: WITHOUT ROWID */;
INSERT INTO allowance_movement (member_id, movement_id, cause, amount, at)
SELECT s.member_id, s.member_id, 1, (SELECT count(*) FROM invitation i WHERE i.sender_id = s.member_id) - s.sent, m.created_at
FROM standing s JOIN member m ON m.member_id = s.member_id
WHERE s.sent > (SELECT count(*) FROM invitation i WHERE i.sender_id = s.member_id);

-- Asking for more invitations (R5.4).
CREATE TABLE allowance_request (
    member_id BIGINT NOT NULL,
    request_id BIGINT NOT NULL,
    reasons TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    limit_then BIGINT NOT NULL,
    used_then BIGINT NOT NULL,
    outcome SMALLINT NOT NULL DEFAULT 0,             -- 0 open, 1 granted, 2 refused
    decided_at BIGINT,
    decided_by BIGINT,                               -- the moderator; none where a rule granted
    granted BIGINT,
    answer TEXT,                                     -- why it was refused, or a word with what was granted
    retry_at BIGINT,                                 -- not to be asked again before
    PRIMARY KEY (member_id, request_id),
    CHECK (outcome IN (0, 1, 2)),
    CHECK ((outcome = 0) = (decided_at IS NULL)),
    CHECK (outcome <> 1 OR (granted IS NOT NULL AND granted > 0)),
    CHECK (outcome <> 2 OR (decided_by IS NOT NULL AND answer IS NOT NULL AND retry_at IS NOT NULL))
) /*sqlite: WITHOUT ROWID */;
-- One open at a time.
CREATE UNIQUE INDEX allowance_request_open ON allowance_request (member_id) WHERE outcome = 0;

-- Against a restriction, one for each (F11).
CREATE TABLE appeal (
    member_id BIGINT NOT NULL,
    restriction_id BIGINT NOT NULL,
    text TEXT NOT NULL,
    at BIGINT NOT NULL,
    due_at BIGINT NOT NULL,                          -- to be answered by then
    outcome SMALLINT NOT NULL DEFAULT 0,             -- 0 open, 1 upheld, 2 lifted
    decided_at BIGINT,
    decided_by BIGINT,                               -- never who decided on the restriction
    reason TEXT,
    PRIMARY KEY (member_id, restriction_id),
    CHECK (outcome IN (0, 1, 2)),
    CHECK (outcome = 0 OR (decided_at IS NOT NULL AND decided_by IS NOT NULL AND reason IS NOT NULL))
) /*sqlite: WITHOUT ROWID */;

-- What waits for a moderator, the oldest first.
CREATE INDEX allowance_request_waits ON allowance_request (request_id) WHERE outcome = 0;
CREATE INDEX appeal_waits ON appeal (at) WHERE outcome = 0;
CREATE INDEX restriction_waits ON restriction (restriction_id) WHERE lifts = 3 AND voided = 0 AND lifted_at IS NULL;
