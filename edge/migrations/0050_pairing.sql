-- Pairing: other devices that a parent has brought into kid mode, and the invitations that bring them there.

-- A parent's leave for one device: for whom, and for how many calls. Its session hangs on it, and it on its session:
-- whichever ends, by whatever way, takes the other along.
CREATE TABLE pairings (
    id            TEXT PRIMARY KEY,
    account_id    TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    -- What the parent calls the device.
    name          TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 40),
    -- For whom; empty where it is for every child of the account.
    child_id      TEXT REFERENCES children (id) ON DELETE CASCADE,
    -- Calls that can still be made; empty where nobody counts.
    calls_left    INTEGER CHECK (calls_left >= 0),
    created_at_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX pairings_by_account ON pairings (account_id, created_at_ms);
CREATE INDEX pairings_by_child ON pairings (child_id);

-- What is written here once can't be a parent's session: no statement, however wrong, gives a paired device more rights.
ALTER TABLE sessions ADD COLUMN pairing_id TEXT REFERENCES pairings (id) ON DELETE CASCADE
    CHECK (pairing_id IS NULL OR mode = 'kid');
CREATE UNIQUE INDEX sessions_by_pairing ON sessions (pairing_id);

CREATE TRIGGER pairings_end_with_their_session AFTER DELETE ON sessions
WHEN OLD.pairing_id IS NOT NULL
BEGIN
    DELETE FROM pairings WHERE id = OLD.pairing_id;
END;

-- One invitation an account, so that there are never more codes to guess than families who wait. Using it deletes it.
CREATE TABLE pairing_invitations (
    account_id    TEXT PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
    -- The six digits under a keyed hash, and the hash of the long key that the QR code carries.
    code_hash     TEXT NOT NULL UNIQUE,
    key_hash      TEXT NOT NULL UNIQUE,
    name          TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 40),
    child_id      TEXT REFERENCES children (id) ON DELETE CASCADE,
    calls         INTEGER CHECK (calls BETWEEN 1 AND 50),
    expires_at_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX pairing_invitations_by_child ON pairing_invitations (child_id);
CREATE INDEX pairing_invitations_by_age ON pairing_invitations (expires_at_ms);

CREATE TRIGGER pairings_are_ten_at_most BEFORE INSERT ON pairing_invitations
WHEN (SELECT COUNT(*) FROM pairings WHERE account_id = NEW.account_id) >= 10
BEGIN
    SELECT RAISE(ABORT, 'too_many_pairings');
END;

-- Six digits that were typed and fitted nothing, for as long as they count. The network is a keyed hash.
CREATE TABLE pairing_tries (
    number       INTEGER PRIMARY KEY,
    network_hash TEXT NOT NULL,
    at_ms        INTEGER NOT NULL
) STRICT;
CREATE INDEX pairing_tries_by_age ON pairing_tries (at_ms);

-- From which paired device a call was started; empty for a parent's own. Not a reference, because the call outlives the
-- pairing, and has to be found by it once more when the pairing is gone.
ALTER TABLE calls ADD COLUMN pairing_id TEXT;

CREATE TRIGGER calls_keep_to_their_pairing BEFORE INSERT ON calls
WHEN NEW.pairing_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM pairings
    WHERE id = NEW.pairing_id AND account_id = NEW.account_id AND (child_id IS NULL OR child_id = NEW.child_id)
)
BEGIN
    SELECT RAISE(ABORT, 'child_missing');
END;

CREATE TRIGGER calls_need_one_left BEFORE INSERT ON calls
WHEN (SELECT calls_left FROM pairings WHERE id = NEW.pairing_id) = 0
BEGIN
    SELECT RAISE(ABORT, 'pairing_used_up');
END;

-- Counted with the hold, in one batch: where the hold fails, nothing is counted.
CREATE TRIGGER calls_are_counted_by_their_pairing AFTER INSERT ON calls
WHEN NEW.pairing_id IS NOT NULL
BEGIN
    UPDATE pairings SET calls_left = calls_left - 1 WHERE id = NEW.pairing_id;
END;

-- A call that cost nothing never took place.
CREATE TRIGGER calls_for_nothing_are_given_back AFTER UPDATE OF status ON calls
WHEN NEW.pairing_id IS NOT NULL AND OLD.status <> 'settled' AND NEW.status = 'settled' AND NEW.charged = 0
BEGIN
    UPDATE pairings SET calls_left = calls_left + 1 WHERE id = NEW.pairing_id;
END;
