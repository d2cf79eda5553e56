-- Asking for codes is counted by address and network, and an account can move to another address.

-- Codes that were asked for, for counting and nothing else. Address and network are keyed hashes; a row is forgotten
-- after an hour.
CREATE TABLE code_requests (
    number       INTEGER PRIMARY KEY,
    address_hash TEXT NOT NULL,
    network_hash TEXT NOT NULL,
    at_ms        INTEGER NOT NULL
) STRICT;
CREATE INDEX code_requests_by_address ON code_requests (address_hash, at_ms);
CREATE INDEX code_requests_by_network ON code_requests (network_hash, at_ms);
CREATE INDEX code_requests_by_age ON code_requests (at_ms);

-- The counting was done here before.
DROP INDEX sign_in_codes_by_address;
ALTER TABLE sign_in_codes DROP COLUMN address_hash;

-- The address that an account is about to move to, and the code that was sent there. One an account; only the session
-- that asked can enter the code.
CREATE TABLE email_changes (
    account_id     TEXT PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
    token_hash     TEXT NOT NULL,
    email          TEXT NOT NULL,
    code_hash      TEXT NOT NULL,
    tries          INTEGER NOT NULL DEFAULT 0,
    created_at_ms  INTEGER NOT NULL,
    expires_at_ms  INTEGER NOT NULL,
    consumed_at_ms INTEGER
) STRICT;
CREATE INDEX email_changes_by_age ON email_changes (created_at_ms);
