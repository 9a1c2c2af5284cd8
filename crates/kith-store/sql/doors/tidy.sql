-- Forgets who has not knocked since $1. Index: knock_began.
DELETE FROM knock WHERE began_at < $1
