-- What a member keeps about a connection, for themselves alone (F18); how the two met stays though they part.
CREATE TABLE connection_memory (
    member_id BIGINT NOT NULL,
    other_id BIGINT NOT NULL,
    note TEXT,
    next_contact BIGINT,                             -- days since 1970
    met_since BIGINT NOT NULL,                       -- since when they were connected
    met_sender_id BIGINT NOT NULL,                   -- who had invited, and by which invitation; 0 where an import connected them
    met_inv_id BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (member_id, other_id)
) /*sqlite: WITHOUT ROWID */;
CREATE INDEX connection_memory_next ON connection_memory (member_id, next_contact, other_id) WHERE next_contact IS NOT NULL;

CREATE TABLE connection_tag (
    member_id BIGINT NOT NULL,
    other_id BIGINT NOT NULL,
    tag_key TEXT NOT NULL,
    tag TEXT NOT NULL,
    place BIGINT NOT NULL,
    PRIMARY KEY (member_id, other_id, tag_key)
) /*sqlite: WITHOUT ROWID */;
CREATE INDEX connection_tag_key ON connection_tag (member_id, tag_key, other_id);
