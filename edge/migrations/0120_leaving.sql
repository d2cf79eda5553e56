-- Since when an account is being deleted: what was cut off in between is taken up by cron.
ALTER TABLE accounts ADD COLUMN leaving_since_ms INTEGER;
CREATE INDEX accounts_leaving ON accounts (leaving_since_ms) WHERE leaving_since_ms IS NOT NULL;
