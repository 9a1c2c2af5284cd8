-- What is to be heeded about a member wherever others meet them: that they are not there, that they hide their own list,
-- that nobody asks them for an introduction, since when they go by another name. All of it follows from `member`, and is
-- written with it. Whoever looks at others does so beside their own rows, though each of the others is on a shard of their
-- own: so this is on every server, and only members with something to heed have a row.
CREATE TABLE proviso (
    member_id BIGINT NOT NULL PRIMARY KEY,
    away SMALLINT NOT NULL DEFAULT 0,                   -- 1: awaiting a moderator, stopped, or left
    hides_connections SMALLINT NOT NULL DEFAULT 0,      -- 1: the list of connections is for nobody (R2.4)
    refuses_introductions SMALLINT NOT NULL DEFAULT 0,  -- 1: not to be asked for one (R4.3)
    renamed_at BIGINT NOT NULL DEFAULT 0                -- what was sent before goes under another name (R11.4)
) /*sqlite: WITHOUT ROWID */;
INSERT INTO proviso (member_id, away, hides_connections, refuses_introductions, renamed_at)
SELECT member_id, CASE WHEN status = 1 THEN 0 ELSE 1 END, CASE WHEN connections_visible_to = 1 THEN 0 ELSE 1 END,
    1 - takes_introductions, renamed_at
FROM member
WHERE status <> 1 OR connections_visible_to <> 1 OR takes_introductions = 0 OR renamed_at > 0;

-- Whom a member is kept apart from, or limited by (R11.7, F9): few, and asked for wherever others' lists are read.
CREATE INDEX relation_apart ON relation (owner_id, other_id, stances) WHERE (stances & 51) <> 0;
