-- Accounts, sign-in, consent, children. Times are Unix milliseconds; identifiers 32 hexadecimal digits.
-- No table keeps an IP address, and no secret is kept in a form that could be used: codes and tokens are hashes.

CREATE TABLE accounts (
    id            TEXT PRIMARY KEY,
    email         TEXT NOT NULL UNIQUE,
    language      TEXT NOT NULL CHECK (language IN ('da', 'en')),
    -- The parent's own limits: a call's length at most, and calls within 24 hours.
    call_minutes  INTEGER NOT NULL DEFAULT 10 CHECK (call_minutes BETWEEN 1 AND 15),
    calls_a_day   INTEGER NOT NULL DEFAULT 10 CHECK (calls_a_day BETWEEN 0 AND 50),
    created_at_ms INTEGER NOT NULL
) STRICT;

-- One row for each code that was asked for. It belongs to the browser that asked, known by the hash of its cookie, so
-- a stranger can't use up the tries.
CREATE TABLE sign_in_codes (
    browser_hash   TEXT PRIMARY KEY,
    address_hash   TEXT NOT NULL,
    email          TEXT NOT NULL,
    language       TEXT NOT NULL CHECK (language IN ('da', 'en')),
    code_hash      TEXT NOT NULL,
    tries          INTEGER NOT NULL DEFAULT 0,
    created_at_ms  INTEGER NOT NULL,
    expires_at_ms  INTEGER NOT NULL,
    consumed_at_ms INTEGER
) STRICT;
CREATE INDEX sign_in_codes_by_address ON sign_in_codes (address_hash, created_at_ms);
CREATE INDEX sign_in_codes_by_age ON sign_in_codes (created_at_ms);

CREATE TABLE sessions (
    token_hash      TEXT PRIMARY KEY,
    account_id      TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    created_at_ms   INTEGER NOT NULL,
    last_seen_at_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX sessions_by_account ON sessions (account_id);

-- Acts of consent, in order. The latest one counts, unless it was withdrawn. An act never changes but for that.
CREATE TABLE consents (
    number          INTEGER PRIMARY KEY,
    id              TEXT NOT NULL UNIQUE,
    account_id      TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    text_version    TEXT NOT NULL,
    language        TEXT NOT NULL CHECK (language IN ('da', 'en')),
    method          TEXT NOT NULL,
    send_to_openai  INTEGER NOT NULL CHECK (send_to_openai IN (0, 1)),
    granted_at_ms   INTEGER NOT NULL,
    withdrawn_at_ms INTEGER
) STRICT;
CREATE INDEX consents_by_account ON consents (account_id, number);

CREATE TRIGGER consents_only_get_withdrawn BEFORE UPDATE ON consents
WHEN NEW.number IS NOT OLD.number OR NEW.id IS NOT OLD.id OR NEW.account_id IS NOT OLD.account_id
    OR NEW.text_version IS NOT OLD.text_version OR NEW.language IS NOT OLD.language OR NEW.method IS NOT OLD.method
    OR NEW.send_to_openai IS NOT OLD.send_to_openai OR NEW.granted_at_ms IS NOT OLD.granted_at_ms
    OR OLD.withdrawn_at_ms IS NOT NULL OR NEW.withdrawn_at_ms IS NULL
BEGIN
    SELECT RAISE(ABORT, 'consents_append_only');
END;

CREATE TABLE children (
    id              TEXT PRIMARY KEY,
    account_id      TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    -- The act of consent under which the profile was made.
    consent_id      TEXT NOT NULL,
    name            TEXT NOT NULL,
    age             INTEGER NOT NULL CHECK (age BETWEEN 3 AND 12),
    language        TEXT NOT NULL CHECK (language IN ('da', 'en')),
    -- A JSON list of texts.
    wishes          TEXT NOT NULL,
    behaviour_notes TEXT NOT NULL,
    preferences     TEXT NOT NULL,
    created_at_ms   INTEGER NOT NULL,
    changed_at_ms   INTEGER NOT NULL
) STRICT;
CREATE INDEX children_by_account ON children (account_id, created_at_ms);

-- The handler asks for consent before it gets here; this guards the moment between its reading and this writing.
CREATE TRIGGER children_need_consent BEFORE INSERT ON children
WHEN NOT EXISTS (
    SELECT 1 FROM consents AS act
    WHERE act.id = NEW.consent_id AND act.account_id = NEW.account_id AND act.withdrawn_at_ms IS NULL
        AND NOT EXISTS (
            SELECT 1 FROM consents AS later WHERE later.account_id = act.account_id AND later.number > act.number
        )
)
BEGIN
    SELECT RAISE(ABORT, 'consent_needed');
END;

CREATE TRIGGER children_are_ten_at_most BEFORE INSERT ON children
WHEN (SELECT COUNT(*) FROM children WHERE account_id = NEW.account_id) >= 10
BEGIN
    SELECT RAISE(ABORT, 'too_many_children');
END;
