-- Passkeys: public keys that sign a parent in, and the challenges that are waiting for an answer.
-- Bytes are base64url without padding. What is kept here lets nobody in: the private keys never leave the devices.

CREATE TABLE passkeys (
    id            TEXT PRIMARY KEY,
    account_id    TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    name          TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 40),
    credential    TEXT NOT NULL UNIQUE,
    -- SubjectPublicKeyInfo.
    public_key    TEXT NOT NULL,
    -- How often it was used, by its own account. Passkeys that are kept in sync stay at 0.
    counter       INTEGER NOT NULL CHECK (counter BETWEEN 0 AND 4294967295),
    created_at_ms INTEGER NOT NULL,
    used_at_ms    INTEGER
) STRICT;
CREATE INDEX passkeys_by_account ON passkeys (account_id, created_at_ms);

CREATE TRIGGER passkeys_are_ten_at_most BEFORE INSERT ON passkeys
WHEN (SELECT COUNT(*) FROM passkeys WHERE account_id = NEW.account_id) >= 10
BEGIN
    SELECT RAISE(ABORT, 'too_many_passkeys');
END;

-- One open challenge a browser, known by the hash of a cookie: of its session when a passkey is added, of a cookie of
-- its own when somebody signs in. Answering deletes the row, whatever comes of the answer.
CREATE TABLE passkey_challenges (
    browser_hash  TEXT PRIMARY KEY,
    challenge     TEXT NOT NULL,
    expires_at_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX passkey_challenges_by_age ON passkey_challenges (expires_at_ms);
