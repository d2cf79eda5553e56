-- Letters that a parent asked for, letters that are written once, and the link by which a consent is disavowed.

-- What a parent ticked, in which words, and when it ended: the proof that the letters were asked for. The act that has
-- no end counts.
CREATE TABLE mail_choices (
    number         INTEGER PRIMARY KEY,
    account_id     TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    topic          TEXT NOT NULL CHECK (topic IN ('season', 'tips')),
    text_version   TEXT NOT NULL,
    language       TEXT NOT NULL CHECK (language IN ('da', 'en')),
    ticked_at_ms   INTEGER NOT NULL,
    unticked_at_ms INTEGER
) STRICT;
CREATE UNIQUE INDEX mail_choices_that_stand ON mail_choices (topic, account_id) WHERE unticked_at_ms IS NULL;
CREATE INDEX mail_choices_by_account ON mail_choices (account_id, number);

-- One row for each letter that is written once an account, so that no round of cron writes it again.
CREATE TABLE letters_written (
    account_id    TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    occasion      TEXT NOT NULL,
    -- What the parent had asked for; none for an essential letter.
    topic         TEXT,
    -- The letter in the outbox, as long as that keeps it.
    letter_id     TEXT NOT NULL UNIQUE,
    written_at_ms INTEGER NOT NULL,
    -- When the mail provider took it. That it was read is not known and not claimed.
    sent_at_ms    INTEGER,
    PRIMARY KEY (account_id, occasion)
) STRICT, WITHOUT ROWID;

-- What the link "this wasn't me" in the letter about a consent opens: the deletion of this account, and nothing else.
CREATE TABLE disavowals (
    token_hash    TEXT PRIMARY KEY,
    account_id    TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    expires_at_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX disavowals_by_account ON disavowals (account_id);
CREATE INDEX disavowals_by_age ON disavowals (expires_at_ms);

-- Where a letter that was asked for is turned off; wiped with the rest of the letter.
ALTER TABLE outbox ADD COLUMN unsubscribe TEXT CHECK (unsubscribe IS NULL OR status = 'waiting');
