-- What a parent sees of the account itself: a name, browsers by plain names, sign-ins; and codes that confirm what can't
-- be undone. A device is two names of ours ("Chrome/Android"), never what the browser said of itself.

-- Optional; empty where the parent gave none.
ALTER TABLE accounts ADD COLUMN name TEXT NOT NULL DEFAULT '';

-- A session's id names it in lists; its token stays known by its hash alone.
ALTER TABLE sessions ADD COLUMN id TEXT;
ALTER TABLE sessions ADD COLUMN device TEXT NOT NULL DEFAULT '/';
UPDATE sessions SET id = lower(hex(randomblob(16)));
CREATE UNIQUE INDEX sessions_by_id ON sessions (id);

CREATE TABLE sign_ins (
    number     INTEGER PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    way        TEXT NOT NULL,
    device     TEXT NOT NULL,
    at_ms      INTEGER NOT NULL
) STRICT;
CREATE INDEX sign_ins_by_account ON sign_ins (account_id, number);
CREATE INDEX sign_ins_by_age ON sign_ins (at_ms);

-- Codes that confirm one purpose in one session; the newest of a purpose counts. They go with the session.
CREATE TABLE confirmations (
    number         INTEGER PRIMARY KEY,
    token_hash     TEXT NOT NULL REFERENCES sessions (token_hash) ON DELETE CASCADE,
    account_id     TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    purpose        TEXT NOT NULL,
    code_hash      TEXT NOT NULL,
    tries          INTEGER NOT NULL DEFAULT 0,
    created_at_ms  INTEGER NOT NULL,
    expires_at_ms  INTEGER NOT NULL,
    consumed_at_ms INTEGER
) STRICT;
CREATE INDEX confirmations_by_session ON confirmations (token_hash, purpose, number);
CREATE INDEX confirmations_by_account ON confirmations (account_id, created_at_ms);
