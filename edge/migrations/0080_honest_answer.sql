-- How Santa answers a sincere "are you real?", as the parent chose; every answer says that he is an AI.
ALTER TABLE children ADD COLUMN honest_answer TEXT NOT NULL DEFAULT 'ask_at_home'
    CHECK (honest_answer IN ('ask_at_home', 'helper', 'story'));
