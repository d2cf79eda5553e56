//! Claims: what refunds and disputes take back of one purchase.
//!
//! Stripe tells amounts of money, cumulative for refunds, in any order and more than once. What is booked is the
//! difference between the credits that the claims come to by now and those that were booked before; so a repetition
//! books nothing, and our own refunds after a withdrawal are not taken twice.

/// All that is claimed of one purchase, as far as we have heard.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Claims {
    /// What was paid, in the smallest unit.
    pub price_minor: u32,
    /// How many credits it brought.
    pub credits: u32,
    /// What Stripe says was refunded in all: the largest figure heard, for it only ever grows.
    pub refunded_minor: u32,
    /// What of this we ordered ourselves, after a withdrawal; its credits are booked as withdrawn.
    pub own_refunds_minor: u32,
    /// What is under dispute or was lost by one. A dispute that we won is not in here.
    pub disputed_minor: u32,
    /// Credits taken by a withdrawal.
    pub withdrawn: u32,
    /// Credits taken for refunds so far.
    pub refund_booked: u32,
    /// Credits taken for disputes so far.
    pub dispute_booked: u32,
}

/// What is to be booked now.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Taken {
    /// Further credits that refunds take.
    pub refund: u32,
    /// Further credits that disputes take; below zero they come back.
    pub dispute: i64,
}

impl Claims {
    /// The credits that an amount of the price stands for, rounded down: a part of a minute stays with the family.
    fn credits_of(&self, minor: u32) -> u32 {
        if minor >= self.price_minor {
            return self.credits;
        }
        let part = u64::from(minor) * u64::from(self.credits) / u64::from(self.price_minor);
        u32::try_from(part).unwrap_or(self.credits)
    }

    /// The difference to book.
    pub fn to_book(&self) -> Taken {
        let others = self.refunded_minor.saturating_sub(self.own_refunds_minor);
        let after_withdrawal = self.credits.saturating_sub(self.withdrawn);
        // A refund is never undone, so what it took is never given back, even where an own refund that is on its way
        // makes the sum look smaller for a while. It goes before a dispute about the same money.
        let refund = self
            .credits_of(others)
            .min(after_withdrawal)
            .max(self.refund_booked);
        let dispute = self
            .credits_of(self.disputed_minor)
            .min(after_withdrawal.saturating_sub(refund));
        Taken {
            refund: refund - self.refund_booked,
            dispute: i64::from(dispute) - i64::from(self.dispute_booked),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn bought() -> Claims {
        Claims {
            price_minor: 4_900,
            credits: 10,
            ..Claims::default()
        }
    }

    #[test]
    fn a_refund_takes_its_share_and_a_whole_one_everything() {
        for (refunded_minor, refund) in [
            (0, 0),
            (489, 0),
            (490, 1),
            (2_450, 5),
            (4_899, 9),
            (4_900, 10),
            (9_999, 10),
        ] {
            let claims = Claims {
                refunded_minor,
                ..bought()
            };
            assert_eq!(
                claims.to_book(),
                Taken { refund, dispute: 0 },
                "{refunded_minor}"
            );
        }
    }

    #[test]
    fn hearing_it_again_books_nothing() {
        let claims = Claims {
            refunded_minor: 2_450,
            refund_booked: 5,
            ..bought()
        };
        assert_eq!(claims.to_book(), Taken::default());
    }

    #[test]
    fn our_own_refund_is_booked_by_the_withdrawal_alone() {
        let claims = Claims {
            withdrawn: 7,
            own_refunds_minor: 3_430,
            refunded_minor: 3_430,
            ..bought()
        };
        assert_eq!(claims.to_book(), Taken::default());
        let the_rest = Claims {
            refunded_minor: 4_900,
            ..claims
        };
        assert_eq!(
            the_rest.to_book(),
            Taken {
                refund: 3,
                dispute: 0
            }
        );
    }

    #[test]
    fn an_own_refund_on_its_way_gives_nothing_back() {
        let claims = Claims {
            refunded_minor: 980,
            refund_booked: 2,
            withdrawn: 8,
            own_refunds_minor: 3_920,
            ..bought()
        };
        assert_eq!(claims.to_book(), Taken::default());
    }

    #[test]
    fn a_dispute_takes_and_a_won_one_gives_back() {
        let open = Claims {
            disputed_minor: 4_900,
            ..bought()
        };
        assert_eq!(
            open.to_book(),
            Taken {
                refund: 0,
                dispute: 10
            }
        );
        let won = Claims {
            dispute_booked: 10,
            ..bought()
        };
        assert_eq!(
            won.to_book(),
            Taken {
                refund: 0,
                dispute: -10
            }
        );
    }

    proptest! {
        /// Whatever is heard in whatever order, a purchase never loses more than it brought, and the same state books once.
        #[test]
        fn no_more_is_taken_than_was_bought(
            heard in prop::collection::vec((any::<bool>(), 0u32..6_000), 0..12),
            withdrawn in 0u32..=10,
        ) {
            let mut claims = Claims { withdrawn, own_refunds_minor: withdrawn * 490, ..bought() };
            for (is_refund, minor) in heard {
                if is_refund {
                    claims.refunded_minor = claims.refunded_minor.max(minor);
                } else {
                    claims.disputed_minor = minor;
                }
                let Taken { refund, dispute } = claims.to_book();
                claims.refund_booked += refund;
                claims.dispute_booked = u32::try_from(i64::from(claims.dispute_booked) + dispute).unwrap();
                prop_assert!(claims.withdrawn + claims.refund_booked + claims.dispute_booked <= 10);
                prop_assert_eq!(claims.to_book(), Taken::default());
            }
        }
    }
}
