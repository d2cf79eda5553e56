-- The operator's view of use: how much a day (UTC), of whom never. It holds counts and sums only and no key by which a
-- row of another table could be found. Families and credits are counted where a deletion leaves them, nameless; a
-- deleted account's calls and sign-ins are gone from here too.
CREATE VIEW daily_usage AS
WITH facts (at_ms, new_families, sign_ins, calls, free_calls, talked_seconds, credits_used) AS (
    SELECT created_at_ms, 1, 0, 0, 0, 0, 0 FROM wallets
    UNION ALL
    SELECT at_ms, 0, 1, 0, 0, 0, 0 FROM sign_ins
    UNION ALL
    SELECT started_at_ms, 0, 0, 1, charged = 0, seconds, 0 FROM calls WHERE status = 'settled'
    UNION ALL
    SELECT created_at_ms, 0, 0, 0, 0, 0, -credits FROM ledger WHERE kind = 'charge'
)
SELECT
    date(at_ms / 1000, 'unixepoch') AS day,
    SUM(new_families) AS new_families,
    SUM(sign_ins) AS sign_ins,
    SUM(calls) AS calls,
    SUM(free_calls) AS free_calls,
    SUM(talked_seconds) / 60 AS talked_minutes,
    SUM(credits_used) AS credits_used
FROM facts
GROUP BY day;
