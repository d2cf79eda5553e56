-- Calls. Kept of a call: how long, how much, why it ended. Nothing that was said.

CREATE TABLE calls (
    id                 TEXT PRIMARY KEY,
    account_id         TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    wallet_id          TEXT NOT NULL REFERENCES wallets (id),
    -- Empty once the profile is deleted.
    child_id           TEXT REFERENCES children (id) ON DELETE SET NULL,
    consent_id         TEXT NOT NULL,
    -- held: credits are on hold, no token was handed out; offered: the browser has a token; live: the line stands.
    status             TEXT NOT NULL CHECK (status IN ('held', 'offered', 'live', 'settled')),
    held_credits       INTEGER NOT NULL CHECK (held_credits BETWEEN 1 AND 15),
    limit_seconds      INTEGER NOT NULL,
    started_at_ms      INTEGER NOT NULL,
    -- When the call must be settled at the latest; what is late is swept up by cron.
    settle_by_ms       INTEGER NOT NULL,
    connected_at_ms    INTEGER,
    -- OpenAI's id of the call, for the hang-up; gone as soon as the call is settled.
    openai_call_id     TEXT,
    ended_at_ms        INTEGER,
    seconds            INTEGER,
    charged            INTEGER,
    reason             TEXT,
    -- Whether the call was one of the failures that are released by themselves each day.
    used_allowance     INTEGER NOT NULL DEFAULT 0 CHECK (used_allowance IN (0, 1)),
    CHECK (charged IS NULL OR charged BETWEEN 0 AND held_credits),
    CHECK (status <> 'settled' OR (
        ended_at_ms IS NOT NULL AND seconds IS NOT NULL AND charged IS NOT NULL AND reason IS NOT NULL
        AND openai_call_id IS NULL
    ))
) STRICT;
CREATE INDEX calls_by_account ON calls (account_id, started_at_ms);
CREATE INDEX calls_by_child ON calls (child_id);
CREATE INDEX calls_unsettled ON calls (settle_by_ms) WHERE status <> 'settled';

CREATE UNIQUE INDEX calls_one_live_an_account ON calls (account_id) WHERE status <> 'settled';

-- These guard the moment between the handler's reading and this writing: what a parent withdrew or deleted meanwhile
-- stops the call, and the hold in the same batch with it.
CREATE TRIGGER calls_need_a_child BEFORE INSERT ON calls
WHEN NOT EXISTS (SELECT 1 FROM children WHERE id = NEW.child_id AND account_id = NEW.account_id)
BEGIN
    SELECT RAISE(ABORT, 'child_missing');
END;

CREATE TRIGGER calls_need_consent BEFORE INSERT ON calls
WHEN NOT EXISTS (
    SELECT 1 FROM consents AS act
    WHERE act.id = NEW.consent_id AND act.account_id = NEW.account_id AND act.withdrawn_at_ms IS NULL
        AND act.send_to_openai = 1
        AND NOT EXISTS (
            SELECT 1 FROM consents AS later WHERE later.account_id = act.account_id AND later.number > act.number
        )
)
BEGIN
    SELECT RAISE(ABORT, 'call_consent_needed');
END;

-- A call that cost nothing never took place, so it does not count towards the day's calls.
CREATE TRIGGER calls_keep_the_daily_cap BEFORE INSERT ON calls
WHEN (
    SELECT COUNT(*) FROM calls
    WHERE account_id = NEW.account_id AND started_at_ms > NEW.started_at_ms - 86400000
        AND (status <> 'settled' OR charged > 0)
) >= (SELECT calls_a_day FROM accounts WHERE id = NEW.account_id)
BEGIN
    SELECT RAISE(ABORT, 'daily_cap');
END;

CREATE TRIGGER calls_stay_settled BEFORE UPDATE ON calls
WHEN OLD.status = 'settled' AND (NEW.status IS NOT OLD.status OR NEW.charged IS NOT OLD.charged
    OR NEW.seconds IS NOT OLD.seconds OR NEW.reason IS NOT OLD.reason OR NEW.ended_at_ms IS NOT OLD.ended_at_ms)
BEGIN
    SELECT RAISE(ABORT, 'call_is_settled');
END;
