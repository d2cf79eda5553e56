-- Kid mode: what a session is for, and the PIN by which a grown-up takes the tablet back.

ALTER TABLE sessions ADD COLUMN mode TEXT NOT NULL DEFAULT 'parent' CHECK (mode IN ('parent', 'kid'));

-- One PIN an account, as a keyed hash. Tries are counted before the PIN is looked at.
CREATE TABLE grown_up_pins (
    account_id   TEXT PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
    pin_hash     TEXT NOT NULL,
    -- Wrong tries in a row, and when the next one may be made.
    wrong_tries  INTEGER NOT NULL DEFAULT 0 CHECK (wrong_tries >= 0),
    free_at_ms   INTEGER NOT NULL DEFAULT 0
) STRICT;
