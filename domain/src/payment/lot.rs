//! Lots: what credits were got for, and how many of each are left.
//!
//! A lot never changes. What is left of it follows from the balance: gifts are used first, then the oldest purchase.

/// How a lot was got.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// Given by the house.
    Gift,
    /// Bought.
    Purchase,
}

/// Credits that were got together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lot {
    /// How.
    pub origin: Origin,
    /// When, in Unix milliseconds.
    pub at_ms: i64,
    /// How many.
    pub credits: u32,
    /// How many of them were taken back by a refund, a dispute or a withdrawal.
    pub taken: u32,
}

impl Lot {
    /// What the family could ever use of it.
    fn usable(&self) -> u32 {
        self.credits.saturating_sub(self.taken)
    }
}

/// How many credits of each lot are left when `balance` can be spent, in the order of `lots`.
///
/// The sum is the balance, or nothing where the balance is below zero. Credits that a running call has on hold count
/// as used.
pub fn unused(lots: &[Lot], balance: i64) -> Vec<u32> {
    let mut order: Vec<usize> = (0..lots.len()).collect();
    order.sort_by_key(|&at| (lots[at].origin == Origin::Purchase, lots[at].at_ms));
    let mut left = vec![0; lots.len()];
    // What was used last is what is used up first, so the balance is what remains of the newest lots.
    let mut remaining = u32::try_from(balance.max(0)).unwrap_or(u32::MAX);
    for at in order.into_iter().rev() {
        left[at] = remaining.min(lots[at].usable());
        remaining -= left[at];
    }
    left
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn lot(origin: Origin, at_ms: i64, credits: u32) -> Lot {
        Lot {
            origin,
            at_ms,
            credits,
            taken: 0,
        }
    }

    #[test]
    fn gifts_are_used_first_and_then_the_oldest_purchase() {
        use Origin::{Gift, Purchase};
        let lots = [
            lot(Purchase, 10, 10),
            lot(Gift, 20, 5),
            lot(Purchase, 30, 30),
        ];
        for (balance, left) in [
            (45, [10, 5, 30]),
            (40, [10, 0, 30]),
            (35, [5, 0, 30]),
            (30, [0, 0, 30]),
            (1, [0, 0, 1]),
            (0, [0, 0, 0]),
            (-3, [0, 0, 0]),
        ] {
            assert_eq!(unused(&lots, balance), left, "{balance}");
        }
    }

    #[test]
    fn what_was_taken_back_is_not_there_to_be_used() {
        let half = Lot {
            taken: 5,
            ..lot(Origin::Purchase, 10, 10)
        };
        assert_eq!(unused(&[half, lot(Origin::Purchase, 20, 10)], 12), [2, 10]);
    }

    proptest! {
        #[test]
        fn the_lots_add_up_to_the_balance(
            lots in prop::collection::vec((any::<bool>(), 0i64..9, 1u32..60, 0u32..60), 0..8),
            used in 0u32..400,
        ) {
            let lots: Vec<Lot> = lots.into_iter().map(|(gift, at_ms, credits, taken)| Lot {
                origin: if gift { Origin::Gift } else { Origin::Purchase },
                at_ms,
                credits,
                taken: taken.min(credits),
            }).collect();
            let usable: i64 = lots.iter().map(|lot| i64::from(lot.usable())).sum();
            let balance = usable - i64::from(used);
            let left = unused(&lots, balance);
            prop_assert_eq!(left.iter().map(|&n| i64::from(n)).sum::<i64>(), balance.max(0));
            for (left, lot) in left.iter().zip(&lots) {
                prop_assert!(*left <= lot.usable());
            }
        }
    }
}
