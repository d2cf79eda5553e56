-- Legs: a call whose line broke is given another token on the same hold, once.

-- Tokens that were handed out for the call, and lines of which the browser has told; the second line waits for its token.
ALTER TABLE calls ADD COLUMN legs INTEGER NOT NULL DEFAULT 1 CHECK (legs BETWEEN 1 AND 2);
ALTER TABLE calls ADD COLUMN lines INTEGER NOT NULL DEFAULT 0 CHECK (lines BETWEEN 0 AND legs);

-- That Santa asked for a grown-up in this call, and nothing of why: the one who reads it may be the danger.
ALTER TABLE calls ADD COLUMN grown_up_wanted INTEGER NOT NULL DEFAULT 0 CHECK (grown_up_wanted IN (0, 1));
