-- Which version of the policy and the terms a parent has been shown; empty for accounts older than the question, which
-- are shown them.
ALTER TABLE accounts ADD COLUMN policy_seen TEXT;
