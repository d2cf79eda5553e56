-- What is wrong with the books: each question answers a row for each finding, and none where the books are even.
-- Reads only. One statement a question, because D1 lets no more than five be joined into one.
SELECT 'a balance is not the sum of its movements' AS finding, wallets.id AS about
FROM wallets LEFT JOIN ledger ON ledger.wallet_id = wallets.id
GROUP BY wallets.id HAVING wallets.credits <> COALESCE(SUM(ledger.credits), 0);
SELECT 'a hold was never resolved' AS finding, hold.idempotency_key AS about
FROM ledger AS hold
    LEFT JOIN ledger AS freed ON freed.idempotency_key = 'release:' || substr(hold.idempotency_key, 6)
    LEFT JOIN calls ON calls.id = substr(hold.idempotency_key, 6)
WHERE hold.kind = 'hold' AND freed.number IS NULL
    -- A call that goes on may have one, and a quarter of an hour more than it should take to be settled by cron.
    AND (calls.id IS NULL OR calls.status = 'settled'
        OR calls.settle_by_ms < CAST(strftime('%s', 'now') AS INTEGER) * 1000 - 900000);
SELECT 'a release is not its hold' AS finding, freed.idempotency_key AS about
FROM ledger AS freed LEFT JOIN ledger AS hold ON hold.idempotency_key = 'hold:' || substr(freed.idempotency_key, 9)
WHERE freed.kind = 'release' AND (hold.number IS NULL OR hold.credits + freed.credits <> 0 OR hold.wallet_id <> freed.wallet_id);
SELECT 'a charge is more than its hold' AS finding, charge.idempotency_key AS about
FROM ledger AS charge LEFT JOIN ledger AS hold ON hold.idempotency_key = 'hold:' || substr(charge.idempotency_key, 8)
WHERE charge.kind = 'charge' AND (hold.number IS NULL OR charge.credits < hold.credits OR hold.wallet_id <> charge.wallet_id);
SELECT 'a call was not charged what it says' AS finding, calls.id AS about
FROM calls LEFT JOIN ledger AS charge ON charge.idempotency_key = 'charge:' || calls.id
WHERE calls.status = 'settled' AND calls.charged <> -COALESCE(charge.credits, 0);
SELECT 'a paid purchase brought no credits, or others' AS finding, purchases.id AS about
FROM purchases LEFT JOIN ledger ON ledger.idempotency_key = 'purchase:' || session_id
    LEFT JOIN lots ON lots.ledger_key = ledger.idempotency_key
WHERE purchases.status = 'paid' AND (ledger.number IS NULL OR ledger.credits <> purchases.credits
    OR ledger.wallet_id <> purchases.wallet_id OR lots.credits IS NOT purchases.credits
    OR lots.price_minor IS NOT purchases.price_minor OR lots.currency IS NOT purchases.currency);
SELECT 'credits were bought that no purchase was paid for' AS finding, ledger.idempotency_key AS about
FROM ledger LEFT JOIN purchases ON session_id = substr(ledger.idempotency_key, 10) AND purchases.status = 'paid'
WHERE ledger.kind = 'purchase' AND purchases.id IS NULL;
SELECT 'more was taken of a purchase than it brought' AS finding, id AS about
FROM purchases WHERE withdrawn + refund_booked + dispute_booked > credits OR own_refunds_minor > price_minor;
SELECT 'a purchase and the ledger differ about its ' || taken.kind || 's' AS finding, taken.id AS about
FROM (
    SELECT id, wallet_id, payment_id, 'refund' AS kind, refund_booked AS credits FROM purchases WHERE status = 'paid'
    UNION ALL SELECT id, wallet_id, payment_id, 'dispute', dispute_booked FROM purchases WHERE status = 'paid'
    UNION ALL SELECT id, wallet_id, payment_id, 'withdrawal', withdrawn FROM purchases WHERE status = 'paid'
) AS taken
WHERE taken.credits <> (
    SELECT -COALESCE(SUM(ledger.credits), 0) FROM ledger
    WHERE ledger.wallet_id = taken.wallet_id AND ledger.kind = taken.kind
        AND instr(ledger.idempotency_key, taken.kind || ':' || taken.payment_id || ':') = 1
);
SELECT 'a gift has no lot, or another' AS finding, ledger.idempotency_key AS about
FROM ledger LEFT JOIN lots ON lots.ledger_key = ledger.idempotency_key
WHERE ledger.kind = 'gift' AND (lots.credits IS NOT ledger.credits OR lots.wallet_id IS NOT ledger.wallet_id);
SELECT 'bookings of a payment are not numbered through' AS finding, payment_id AS about
FROM payment_steps GROUP BY payment_id HAVING MIN(step) <> 1 OR MAX(step) <> COUNT(*);
