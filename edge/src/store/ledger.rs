//! The ledger: append-only rows. What they move, and under which key, is `domain::credit`'s to say.

use domain::{credit::Movement, id::WalletId};
use worker::D1PreparedStatement;

use super::Store;
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
}
