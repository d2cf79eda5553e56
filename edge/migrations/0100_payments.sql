-- Payments: what was sold at which price, what Stripe told of it, what is still to be told to Stripe.
-- Nothing here names anybody: a purchase belongs to a wallet, which stays nameless when the account goes. Only
-- stripe_customers knows an account, and goes with it. Of Stripe's notices ids, kinds, times and amounts are kept.

CREATE TABLE purchases (
    -- Ours; Stripe knows it as the reference of the payment page.
    id                TEXT PRIMARY KEY,
    wallet_id         TEXT NOT NULL REFERENCES wallets (id),
    -- One click buys once.
    click_key         TEXT NOT NULL,
    -- What was offered at the click, whatever the packs cost later.
    pack              TEXT NOT NULL,
    credits           INTEGER NOT NULL CHECK (credits > 0),
    price_minor       INTEGER NOT NULL CHECK (price_minor > 0),
    currency          TEXT NOT NULL CHECK (length(currency) = 3),
    vat_percent       INTEGER NOT NULL CHECK (vat_percent BETWEEN 0 AND 100),
    -- The version of the sentence by which the parent wished the service to begin at once; empty without that wish.
    express_wish      TEXT,
    status            TEXT NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'pending', 'paid', 'failed', 'expired')),
    session_id        TEXT UNIQUE,
    payment_id        TEXT UNIQUE,
    created_at_ms     INTEGER NOT NULL,
    paid_at_ms        INTEGER,
    -- When Stripe was last asked how it stands.
    asked_at_ms       INTEGER NOT NULL DEFAULT 0,
    -- Credits that a withdrawal, refunds and disputes have taken, each booked in the ledger in the same batch.
    withdrawn         INTEGER NOT NULL DEFAULT 0 CHECK (withdrawn >= 0),
    refund_booked     INTEGER NOT NULL DEFAULT 0 CHECK (refund_booked >= 0),
    dispute_booked    INTEGER NOT NULL DEFAULT 0 CHECK (dispute_booked >= 0),
    -- Money that we ordered back ourselves after a withdrawal.
    own_refunds_minor INTEGER NOT NULL DEFAULT 0 CHECK (own_refunds_minor BETWEEN 0 AND price_minor),
    withdrawn_at_ms   INTEGER,
    UNIQUE (wallet_id, click_key),
    CHECK (withdrawn + refund_booked + dispute_booked <= credits),
    CHECK (status <> 'paid' OR (session_id IS NOT NULL AND payment_id IS NOT NULL AND paid_at_ms IS NOT NULL)),
    CHECK (status = 'paid' OR withdrawn + refund_booked + dispute_booked + own_refunds_minor = 0)
) STRICT;
CREATE INDEX purchases_by_wallet ON purchases (wallet_id, created_at_ms);
CREATE INDEX purchases_unsettled ON purchases (created_at_ms) WHERE status IN ('open', 'pending');

CREATE TRIGGER purchases_stay_paid BEFORE UPDATE ON purchases
WHEN OLD.status = 'paid' AND (NEW.status IS NOT OLD.status OR NEW.payment_id IS NOT OLD.payment_id
    OR NEW.session_id IS NOT OLD.session_id OR NEW.credits IS NOT OLD.credits OR NEW.price_minor IS NOT OLD.price_minor
    OR NEW.paid_at_ms IS NOT OLD.paid_at_ms OR NEW.wallet_id IS NOT OLD.wallet_id)
BEGIN
    SELECT RAISE(ABORT, 'purchase_is_paid');
END;

-- Notices that were acted on. A second one with the same id changes nothing.
CREATE TABLE stripe_events (
    id           TEXT PRIMARY KEY,
    kind         TEXT NOT NULL,
    session_id   TEXT,
    payment_id   TEXT,
    amount_minor INTEGER,
    at_ms        INTEGER NOT NULL
) STRICT;
CREATE INDEX stripe_events_by_age ON stripe_events (at_ms);

-- What Stripe says was refunded of a payment in all. It may be heard of before the purchase and waits here.
CREATE TABLE refunds_heard (
    payment_id     TEXT PRIMARY KEY,
    refunded_minor INTEGER NOT NULL CHECK (refunded_minor >= 0)
) STRICT;

-- Claims through the bank. One that is decided stays as it was decided, whatever is heard later.
CREATE TABLE disputes (
    id           TEXT PRIMARY KEY,
    payment_id   TEXT NOT NULL,
    amount_minor INTEGER NOT NULL CHECK (amount_minor >= 0),
    status       TEXT NOT NULL CHECK (status IN ('open', 'won', 'lost'))
) STRICT;
CREATE INDEX disputes_by_payment ON disputes (payment_id);

CREATE TRIGGER disputes_stay_decided BEFORE UPDATE ON disputes WHEN OLD.status <> 'open'
BEGIN
    SELECT RAISE(ABORT, 'dispute_is_decided');
END;

-- Every booking that concerns a payment takes its next number. Two that were worked out from the same state want the
-- same number, and only one of them gets it; the other looks anew.
CREATE TABLE payment_steps (
    payment_id   TEXT NOT NULL,
    step         INTEGER NOT NULL CHECK (step > 0),
    cause        TEXT NOT NULL CHECK (cause IN ('purchase', 'refund', 'dispute', 'withdrawal')),
    -- What the parent paid with it, or below zero what went back.
    amount_minor INTEGER NOT NULL,
    at_ms        INTEGER NOT NULL,
    PRIMARY KEY (payment_id, step)
) STRICT, WITHOUT ROWID;

-- What Stripe is still to be told, written with its cause. The id is the key of all tries, so however often it is
-- tried it is done once.
CREATE TABLE provider_jobs (
    id             TEXT PRIMARY KEY,
    kind           TEXT NOT NULL CHECK (kind IN ('refund', 'delete_customer')),
    payment_id     TEXT,
    customer_id    TEXT,
    amount_minor   INTEGER,
    tries          INTEGER NOT NULL DEFAULT 0,
    created_at_ms  INTEGER NOT NULL,
    next_try_at_ms INTEGER NOT NULL,
    done_at_ms     INTEGER,
    CHECK (kind <> 'refund' OR (payment_id IS NOT NULL AND amount_minor > 0)),
    -- Whom it was about is forgotten as soon as it is done.
    CHECK (kind <> 'delete_customer' OR (customer_id IS NULL) = (done_at_ms IS NOT NULL))
) STRICT;
CREATE INDEX provider_jobs_waiting ON provider_jobs (next_try_at_ms) WHERE done_at_ms IS NULL;

CREATE TABLE stripe_customers (
    account_id  TEXT PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
    customer_id TEXT NOT NULL UNIQUE
) STRICT;

-- By what else than a code by mail a parent was shown to be a grown-up. Consents that are given later rest on it too.
CREATE TABLE consent_proofs (
    account_id TEXT PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
    method     TEXT NOT NULL,
    at_ms      INTEGER NOT NULL
) STRICT;

-- The day's welcome credits are counted before more are given; a wallet that got none for want of them says so.
CREATE INDEX ledger_gifts ON ledger (created_at_ms) WHERE kind = 'gift';
ALTER TABLE wallets ADD COLUMN trial_withheld INTEGER NOT NULL DEFAULT 0 CHECK (trial_withheld IN (0, 1));

-- What was given back because the parent said that the call did not go well.
ALTER TABLE calls ADD COLUMN given_back INTEGER NOT NULL DEFAULT 0 CHECK (given_back BETWEEN 0 AND held_credits);
