//! The right of withdrawal: within fourteen days, unused credits go back and so does their price.
//!
//! Source: the Danish consumer contracts act (forbrugeraftaleloven) §§ 18–25. A parent who expressly wished the service
//! to begin pays for the minutes that were used; one who did not gets everything back, used minutes too (§ 25).

/// How many days a parent may withdraw.
pub const WITHDRAWAL_DAYS: i64 = 14;

/// The version of the sentence by which a parent wishes the service to begin at once.
pub const EXPRESS_WISH_VERSION: &str = "2026-11-01";

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// A purchase, seen by the right of withdrawal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Withdrawable {
    /// When it was paid, in Unix milliseconds.
    pub paid_at_ms: i64,
    /// What was paid, in the smallest unit.
    pub price_minor: u32,
    /// How many credits it brought.
    pub credits: u32,
    /// How many of them are unused and not on hold.
    pub unused: u32,
    /// What Stripe has told us went back to the parent, whoever ordered it, in the smallest unit.
    pub heard_minor: u32,
    /// What earlier withdrawals ordered back, in the smallest unit; Stripe may have told of it or not.
    pub ordered_minor: u32,
    /// Whether the parent wished the service to begin at once.
    pub express_wish: bool,
    /// Whether the bank is claiming the money back, or has.
    pub disputed: bool,
}

/// What a withdrawal returns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Returned {
    /// Credits that leave the balance.
    pub credits: u32,
    /// Money that goes back, in the smallest unit.
    pub refund_minor: u32,
}

impl Withdrawable {
    /// The moment after which it is too late. The day of the purchase does not count, wherever in the world it was, so
    /// the last day is given in full.
    pub fn until_ms(&self) -> i64 {
        self.paid_at_ms + (WITHDRAWAL_DAYS + 1) * DAY_MS
    }

    /// What has not gone back and is not on its way, in the smallest unit.
    fn left_minor(&self) -> u32 {
        // Without the wish a withdrawal orders all that is left. What was heard may be of others and as large as that
        // order, and doesn't show that the order is within it.
        if !self.express_wish && self.ordered_minor > 0 {
            return 0;
        }
        let gone_minor = if self.heard_minor >= self.ordered_minor {
            self.heard_minor
        } else {
            self.heard_minor.saturating_add(self.ordered_minor)
        };
        self.price_minor.saturating_sub(gone_minor)
    }
}

/// What withdrawing from this purchase would return now; `None` where there is nothing, or no right any more.
///
/// Rounding, once and for all: the refund is rounded up to the next smallest unit, in the parent's favour.
pub fn quote(purchase: &Withdrawable, now_ms: i64) -> Option<Returned> {
    if now_ms > purchase.until_ms() || purchase.disputed {
        return None;
    }
    let left_minor = purchase.left_minor();
    let refund_minor = if purchase.express_wish {
        let share = (u64::from(purchase.price_minor) * u64::from(purchase.unused))
            .div_ceil(u64::from(purchase.credits.max(1)));
        u32::try_from(share).unwrap_or(left_minor).min(left_minor)
    } else {
        left_minor
    };
    (refund_minor > 0).then_some(Returned {
        credits: purchase.unused,
        refund_minor,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn bought() -> Withdrawable {
        Withdrawable {
            paid_at_ms: 0,
            price_minor: 4_900,
            credits: 10,
            unused: 10,
            heard_minor: 0,
            ordered_minor: 0,
            express_wish: true,
            disputed: false,
        }
    }

    fn money(purchase: Withdrawable) -> Option<u32> {
        quote(&purchase, 1).map(|returned| returned.refund_minor)
    }

    #[test]
    fn used_minutes_are_paid_for_only_after_an_express_wish() {
        assert_eq!(money(bought()), Some(4_900));
        assert_eq!(
            money(Withdrawable {
                unused: 7,
                ..bought()
            }),
            Some(3_430)
        );
        assert_eq!(
            money(Withdrawable {
                unused: 0,
                ..bought()
            }),
            None
        );
        let no_wish = Withdrawable {
            express_wish: false,
            unused: 0,
            ..bought()
        };
        assert_eq!(
            quote(&no_wish, 1),
            Some(Returned {
                credits: 0,
                refund_minor: 4_900
            })
        );
    }

    #[test]
    fn what_was_ordered_back_is_not_ordered_again_before_stripe_has_told_of_it() {
        let no_wish = Withdrawable {
            express_wish: false,
            ..bought()
        };
        // Paid back by others, ordered by us: what is left is ordered once.
        for (heard_minor, ordered_minor, left_minor) in [
            (0, 0, Some(4_900)),
            (4_463, 0, Some(437)),
            (4_463, 437, None),
            (4_900, 437, None),
            (0, 4_900, None),
        ] {
            let purchase = Withdrawable {
                heard_minor,
                ordered_minor,
                ..no_wish
            };
            assert_eq!(money(purchase), left_minor, "{heard_minor} {ordered_minor}");
        }
    }

    #[test]
    fn the_refund_is_rounded_up() {
        let thirds = Withdrawable {
            price_minor: 1_000,
            credits: 3,
            unused: 1,
            ..bought()
        };
        assert_eq!(money(thirds), Some(334));
    }

    #[test]
    fn the_fourteenth_day_is_given_in_full() {
        let last = bought().until_ms();
        assert_eq!(last, 15 * DAY_MS);
        assert!(quote(&bought(), last).is_some());
        assert_eq!(quote(&bought(), last + 1), None);
    }

    #[test]
    fn money_that_the_bank_claims_is_not_paid_out_as_well() {
        assert_eq!(
            money(Withdrawable {
                disputed: true,
                ..bought()
            }),
            None
        );
    }

    proptest! {
        #[test]
        fn never_more_goes_back_than_was_paid(
            price_minor in 250u32..100_000, credits in 1u32..600, unused in 0u32..600,
            heard_minor in 0u32..100_000, express_wish: bool,
        ) {
            let purchase = Withdrawable {
                price_minor, credits, unused: unused.min(credits), heard_minor, express_wish, ..bought()
            };
            let back = money(purchase).unwrap_or(0);
            prop_assert!(back <= price_minor.saturating_sub(heard_minor));
        }
    }
}
