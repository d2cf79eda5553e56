//! Movements of the append-only ledger.
//!
//! A movement is one row: a kind, a signed number of credits and a key that makes it happen at most once. The balance is
//! the sum of the rows; it is moved by a trigger of the store and never computed here.

use crate::id::{CallId, WalletId};

/// What moves credits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Bought.
    Purchase,
    /// Given by the house.
    Gift,
    /// Set aside for a call.
    Hold,
    /// What was set aside, given back.
    Release,
    /// What a call cost.
    Charge,
    /// Paid back by Stripe.
    Refund,
    /// Claimed back through the bank.
    Dispute,
    /// Bought credits returned under the right of withdrawal.
    Withdrawal,
}

impl Kind {
    /// The name under which the store keeps it.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Purchase => "purchase",
            Kind::Gift => "gift",
            Kind::Hold => "hold",
            Kind::Release => "release",
            Kind::Charge => "charge",
            Kind::Refund => "refund",
            Kind::Dispute => "dispute",
            Kind::Withdrawal => "withdrawal",
        }
    }
}

/// One row of the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Movement {
    /// What moves.
    pub kind: Kind,
    /// How many credits; below zero they leave the purse.
    pub credits: i64,
    /// Unique in the ledger: a second row with the same key means "done already".
    pub key: String,
}

impl Movement {
    /// The credits that a new account is given. The key names the nameless wallet: the ledger outlives the account.
    pub fn welcome_gift(wallet: &WalletId, credits: u32) -> Self {
        Self {
            kind: Kind::Gift,
            credits: i64::from(credits),
            key: format!("gift:welcome:{wallet}"),
        }
    }

    /// What a purchase brings. Several notices tell of the same payment; the session is the same in all of them.
    pub fn purchase(session: &str, credits: u32) -> Self {
        Self {
            kind: Kind::Purchase,
            credits: i64::from(credits),
            key: format!("purchase:{session}"),
        }
    }

    /// What a refund takes. Each step of a payment is taken once, so its number makes the key.
    pub fn refund(payment: &str, step: u32, credits: u32) -> Self {
        Self {
            kind: Kind::Refund,
            credits: -i64::from(credits),
            key: format!("refund:{payment}:{step}"),
        }
    }

    /// What a dispute takes, or gives back when it was won.
    pub fn dispute(payment: &str, step: u32, taken: i64) -> Self {
        Self {
            kind: Kind::Dispute,
            credits: -taken,
            key: format!("dispute:{payment}:{step}"),
        }
    }

    /// What a withdrawal returns.
    pub fn withdrawal(payment: &str, step: u32, credits: u32) -> Self {
        Self {
            kind: Kind::Withdrawal,
            credits: -i64::from(credits),
            key: format!("withdrawal:{payment}:{step}"),
        }
    }

    /// What the first call that was complained of had cost. The key names the wallet, so there is only one.
    pub fn complaint_gift(wallet: &WalletId, credits: u32) -> Self {
        Self {
            kind: Kind::Gift,
            credits: i64::from(credits),
            key: format!("gift:complaint:{wallet}"),
        }
    }

    /// Sets credits aside for a call.
    pub fn hold(call: &CallId, credits: u32) -> Self {
        Self {
            kind: Kind::Hold,
            credits: -i64::from(credits),
            key: format!("hold:{call}"),
        }
    }

    /// Settles a call: the whole hold comes back, then what the call cost leaves.
    ///
    /// A call that cost nothing has no charge row, so the history shows "given back" and nothing else.
    pub fn settlement(call: &CallId, held: u32, charged: u32) -> Vec<Self> {
        let release = Self {
            kind: Kind::Release,
            credits: i64::from(held),
            key: format!("release:{call}"),
        };
        let charge = (charged > 0).then(|| Self {
            kind: Kind::Charge,
            credits: -i64::from(charged),
            key: format!("charge:{call}"),
        });
        std::iter::once(release).chain(charge).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn hold_and_settlement_come_to_exactly_the_charge(held in 1u32..=15, part in 0u32..=15) {
            let call = CallId::from_random([7; 16]);
            let charged = part.min(held);
            let sum: i64 = std::iter::once(Movement::hold(&call, held))
                .chain(Movement::settlement(&call, held, charged))
                .map(|movement| movement.credits)
                .sum();
            prop_assert_eq!(sum, -i64::from(charged));
        }
    }

    #[test]
    fn the_keys_of_a_call_differ_by_kind() {
        let call = CallId::from_random([7; 16]);
        let mut rows = Movement::settlement(&call, 5, 2);
        rows.push(Movement::hold(&call, 5));
        let keys: std::collections::HashSet<_> = rows.iter().map(|row| &row.key).collect();
        assert_eq!(keys.len(), rows.len());
    }
}
