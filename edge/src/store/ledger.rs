//! The ledger: append-only rows. What they move, and under which key, is `domain::credit`'s to say.

use domain::{credit::Movement, id::WalletId};
use worker::D1PreparedStatement;

use super::{Store, calls::DAY_MS};
use crate::error::Fault;

impl Store {
    /// The statement that books a movement, for a batch together with what it belongs to.
    pub(super) fn book(
        &self,
        wallet: &WalletId,
        movement: &Movement,
        now_ms: i64,
    ) -> Result<D1PreparedStatement, Fault> {
        self.statement(
            "INSERT INTO ledger (wallet_id, kind, credits, idempotency_key, created_at_ms)
             VALUES (?1, ?2, ?3, ?4, ?5)",
            &[
                wallet.as_str().into(),
                movement.kind.as_str().into(),
                movement.credits.into(),
                (&movement.key).into(),
                now_ms.into(),
            ],
        )
    }

    /// The statement that notes a booked gift as a lot, where the gift was booked.
    pub(super) fn gift_lot(
        &self,
        wallet: &WalletId,
        gift: &Movement,
        now_ms: i64,
    ) -> Result<D1PreparedStatement, Fault> {
        self.statement(
            "INSERT INTO lots (ledger_key, wallet_id, credits, price_minor, currency, created_at_ms)
             SELECT idempotency_key, ?2, credits, 0, NULL, ?3 FROM ledger WHERE idempotency_key = ?1",
            &[(&gift.key).into(), wallet.as_str().into(), now_ms.into()],
        )
    }

    /// The statements that give a new wallet its welcome gift while the day's budget lasts, and note where it did not.
    pub(super) fn welcome(
        &self,
        wallet: &WalletId,
        credits: u32,
        budget: u32,
        now_ms: i64,
    ) -> Result<Vec<D1PreparedStatement>, Fault> {
        let gift = Movement::welcome_gift(wallet, credits);
        Ok(vec![
            self.statement(
                "INSERT INTO ledger (wallet_id, kind, credits, idempotency_key, created_at_ms)
                 SELECT ?1, 'gift', ?2, ?3, ?4 WHERE ?2 + (
                    SELECT COALESCE(SUM(credits), 0) FROM ledger
                    WHERE kind = 'gift' AND created_at_ms > ?5 AND idempotency_key LIKE 'gift:welcome:%') <= ?6",
                &[
                    wallet.as_str().into(),
                    credits.into(),
                    (&gift.key).into(),
                    now_ms.into(),
                    (now_ms - DAY_MS).into(),
                    budget.into(),
                ],
            )?,
            self.gift_lot(wallet, &gift, now_ms)?,
            self.statement(
                "UPDATE wallets SET trial_withheld = 1
                 WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM ledger WHERE idempotency_key = ?2)",
                &[wallet.as_str().into(), (&gift.key).into()],
            )?,
        ])
    }
}
