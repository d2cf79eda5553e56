-- Credits: nameless wallets, an append-only ledger, and lots. One credit is one started minute.
-- A wallet outlives its account; only the link between the two is removed with the account.

CREATE TABLE wallets (
    id            TEXT PRIMARY KEY,
    -- The balance. Moved by the trigger on the ledger and by nothing else.
    credits       INTEGER NOT NULL DEFAULT 0,
    created_at_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE account_wallets (
    account_id TEXT PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
    wallet_id  TEXT NOT NULL UNIQUE REFERENCES wallets (id)
) STRICT;

CREATE TABLE ledger (
    number          INTEGER PRIMARY KEY,
    wallet_id       TEXT NOT NULL REFERENCES wallets (id),
    kind            TEXT NOT NULL CHECK (
        kind IN ('purchase', 'gift', 'hold', 'release', 'charge', 'refund', 'dispute', 'withdrawal')
    ),
    -- What the movement adds to the balance. A movement of nothing is no movement, so a free call has no charge.
    credits         INTEGER NOT NULL CHECK (credits <> 0),
    -- Says what the movement is for; the same movement can't be booked twice.
    idempotency_key TEXT NOT NULL UNIQUE,
    created_at_ms   INTEGER NOT NULL,
    CHECK (kind NOT IN ('purchase', 'gift', 'release') OR credits > 0),
    CHECK (kind NOT IN ('hold', 'charge', 'withdrawal') OR credits < 0)
) STRICT;
CREATE INDEX ledger_by_wallet ON ledger (wallet_id, number);

CREATE TRIGGER ledger_is_never_changed BEFORE UPDATE ON ledger
BEGIN
    SELECT RAISE(ABORT, 'ledger_append_only');
END;

CREATE TRIGGER ledger_is_never_shortened BEFORE DELETE ON ledger
BEGIN
    SELECT RAISE(ABORT, 'ledger_append_only');
END;

-- The balance follows the ledger. Only what we grant ourselves leave to spend is refused below zero: a refund or a
-- dispute is a fact that has to be booked, and a charge takes what its hold had set aside.
CREATE TRIGGER ledger_moves_the_balance AFTER INSERT ON ledger
BEGIN
    UPDATE wallets SET credits = credits + NEW.credits WHERE id = NEW.wallet_id;
    SELECT RAISE(ABORT, 'overdraft')
    WHERE NEW.kind IN ('hold', 'withdrawal')
        AND (SELECT credits FROM wallets WHERE id = NEW.wallet_id) < 0;
END;

-- What credits were got for: gifts at no price, purchases at theirs. What is left of a lot follows from the ledger
-- (gifts are used first, then the oldest purchase), so a lot never changes either.
CREATE TABLE lots (
    ledger_key    TEXT PRIMARY KEY REFERENCES ledger (idempotency_key),
    wallet_id     TEXT NOT NULL REFERENCES wallets (id),
    credits       INTEGER NOT NULL CHECK (credits > 0),
    -- The whole lot's price in the currency's smallest unit; 0 for a gift.
    price_minor   INTEGER NOT NULL CHECK (price_minor >= 0),
    currency      TEXT CHECK ((currency IS NULL) = (price_minor = 0)),
    created_at_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX lots_by_wallet ON lots (wallet_id, created_at_ms);

CREATE TRIGGER lots_are_never_changed BEFORE UPDATE ON lots
BEGIN
    SELECT RAISE(ABORT, 'lots_append_only');
END;
