//! The purse as the right of withdrawal sees it: purchases that were paid, gifts, and what is left of each.

use domain::{
    id::AccountId,
    payment::{Lot, Origin, Withdrawable, unused},
};
use serde::Deserialize;

use super::{Store, failed, purchases::COLUMNS, rows_of};
use crate::{
    error::{Failure, Fault},
    store::Purchase,
};

const WHAT: &str = "reading a purse";

/// A purchase that was paid, with what is left of it.
#[derive(Deserialize)]
pub(crate) struct Bought {
    /// The purchase.
    #[serde(flatten)]
    pub(crate) purchase: Purchase,
    /// The number of the payment's latest booking.
    pub(crate) step: u32,
    refunded_minor: u32,
    disputed_minor: u32,
    /// Credits of it that are unused and not on hold.
    #[serde(skip)]
    pub(crate) unused: u32,
}

impl Bought {
    /// It as the right of withdrawal sees it; `None` where it was never paid.
    pub(crate) fn withdrawable(&self) -> Option<Withdrawable> {
        Some(Withdrawable {
            paid_at_ms: self.purchase.paid_at_ms?,
            price_minor: self.purchase.price_minor,
            credits: self.purchase.credits,
            unused: self.unused,
            heard_minor: self.refunded_minor,
            ordered_minor: self.purchase.own_refunds_minor,
            express_wish: self.purchase.express_wish.is_some(),
            disputed: self.disputed_minor > 0,
        })
    }
}

/// An account's purchases, newest first, and whether a call goes on.
pub(crate) struct Purse {
    /// Whether a call has credits on hold.
    pub(crate) busy: bool,
    /// What was bought and paid.
    pub(crate) bought: Vec<Bought>,
}

impl Store {
    /// The purse of an account, all read at one moment.
    pub(crate) async fn purse(&self, account: &AccountId) -> Result<Purse, Failure> {
        #[derive(Deserialize)]
        struct Balance {
            credits: i64,
            busy: i64,
        }
        #[derive(Deserialize)]
        struct Gift {
            credits: u32,
            created_at_ms: i64,
        }
        let account = [account.as_str().into()];
        let statements = vec![
            self.statement(
                "SELECT credits, EXISTS (
                    SELECT 1 FROM calls WHERE calls.account_id = ?1 AND status <> 'settled') AS busy
                 FROM account_wallets JOIN wallets ON wallets.id = wallet_id WHERE account_wallets.account_id = ?1",
                &account,
            )?,
            self.statement(
                &format!(
                    "SELECT {COLUMNS}, (SELECT COALESCE(MAX(step), 0) FROM payment_steps
                            WHERE payment_steps.payment_id = purchases.payment_id) AS step,
                        COALESCE((SELECT refunded_minor FROM refunds_heard
                            WHERE refunds_heard.payment_id = purchases.payment_id), 0) AS refunded_minor,
                        (SELECT COALESCE(SUM(amount_minor), 0) FROM disputes
                            WHERE disputes.payment_id = purchases.payment_id AND disputes.status <> 'won') AS disputed_minor
                     FROM purchases JOIN account_wallets USING (wallet_id)
                     WHERE account_id = ?1 AND purchases.status = 'paid' ORDER BY paid_at_ms DESC"
                ),
                &account,
            )?,
            self.statement(
                "SELECT credits, created_at_ms FROM lots JOIN account_wallets USING (wallet_id)
                 WHERE account_id = ?1 AND price_minor = 0",
                &account,
            )?,
        ];
        let results = self
            .batch(statements)
            .await
            .map_err(|error| failed(error, WHAT))?;
        let balance = rows_of::<Balance>(WHAT, &results, 0)?
            .into_iter()
            .next()
            .ok_or_else(|| Fault::new(WHAT, "no wallet"))?;
        let mut bought: Vec<Bought> = rows_of(WHAT, &results, 1)?;
        let lots: Vec<Lot> = bought
            .iter()
            .map(|Bought { purchase, .. }| Lot {
                origin: Origin::Purchase,
                at_ms: purchase.paid_at_ms.unwrap_or(purchase.created_at_ms),
                credits: purchase.credits,
                taken: purchase.withdrawn + purchase.refund_booked + purchase.dispute_booked,
            })
            .chain(
                rows_of::<Gift>(WHAT, &results, 2)?
                    .into_iter()
                    .map(|gift| Lot {
                        origin: Origin::Gift,
                        at_ms: gift.created_at_ms,
                        credits: gift.credits,
                        taken: 0,
                    }),
            )
            .collect();
        for (bought, left) in bought.iter_mut().zip(unused(&lots, balance.credits)) {
            bought.unused = left;
        }
        Ok(Purse {
            busy: balance.busy == 1,
            bought,
        })
    }
}
