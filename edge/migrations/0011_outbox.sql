-- Letters on their way. A letter is written in the same batch as what causes it, so neither is there without the other.
-- Once it is sent or given up, the row keeps what happened and loses the address and every word. Codes never come here.

CREATE TABLE outbox (
    -- Also the key under which every try is one letter to the provider.
    id             TEXT PRIMARY KEY,
    kind           TEXT NOT NULL,
    status         TEXT NOT NULL DEFAULT 'waiting' CHECK (status IN ('waiting', 'sent', 'refused', 'uncertain')),
    address        TEXT,
    subject        TEXT,
    text           TEXT,
    html           TEXT,
    tries          INTEGER NOT NULL DEFAULT 0,
    created_at_ms  INTEGER NOT NULL,
    next_try_at_ms INTEGER NOT NULL,
    CHECK ((status = 'waiting') = (address IS NOT NULL AND subject IS NOT NULL AND text IS NOT NULL AND html IS NOT NULL)),
    CHECK (status = 'waiting' OR (address IS NULL AND subject IS NULL AND text IS NULL AND html IS NULL))
) STRICT;
CREATE INDEX outbox_waiting ON outbox (next_try_at_ms) WHERE status = 'waiting';

-- When the parent was last told that the account will be deleted for want of use.
ALTER TABLE accounts ADD COLUMN idle_told_at_ms INTEGER;
