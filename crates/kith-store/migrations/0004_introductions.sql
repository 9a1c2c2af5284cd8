-- Introductions (R4.3–R4.5, F13): S asks M to bring them together with R, and where R agrees, a conversation of the three.

-- Whether a member takes requests to introduce others.
ALTER TABLE member ADD COLUMN takes_introductions SMALLINT NOT NULL DEFAULT 1;

-- An introduction as one of its three has it: a row each, which holds what that one may know and nothing else. What M or
-- R did short of a yes stands in no row of S's (R4.4). Of two acts at once the first to move the state of a row wins.
CREATE TABLE introduction (
    member_id BIGINT NOT NULL,
    introduction_id BIGINT NOT NULL,
    role SMALLINT NOT NULL,                          -- 1 asks, 2 goes between, 3 is introduced
    asker_id BIGINT NOT NULL,
    go_between_id BIGINT NOT NULL,
    recipient_id BIGINT NOT NULL,
    reason TEXT NOT NULL,                            -- in the asker's words
    words TEXT,                                      -- in the go-between's, once they wrote
    state SMALLINT NOT NULL,                         -- 0 open, 1 set aside, 2 declined, 3 forwarded, 4 agreed, 5 withdrawn
    state_at BIGINT NOT NULL,
    asked_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    conversation_id BIGINT NOT NULL DEFAULT 0,       -- of the three, once all agreed
    last_message_id BIGINT NOT NULL DEFAULT 0,       -- its place among the member's conversations
    read_message_id BIGINT NOT NULL DEFAULT 0,
    left_at BIGINT NOT NULL DEFAULT 0,               -- when the member left that conversation
    PRIMARY KEY (member_id, introduction_id)
) /*sqlite: WITHOUT ROWID */;
CREATE INDEX introduction_box ON introduction (member_id, role, introduction_id);
CREATE INDEX introduction_conversation ON introduction (member_id, last_message_id) WHERE conversation_id <> 0;
