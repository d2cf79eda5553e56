//! What is to be booked of a payment, as it is handed to the store.

use domain::id::{AccountId, PurchaseId};

use super::{Dispute, Purchase};
use crate::notices::Posted;

/// The row that keeps a notice.
pub(crate) struct EventRow<'a> {
    /// Stripe's id of it.
    pub(crate) id: &'a str,
    /// Stripe's name of its kind.
    pub(crate) kind: &'a str,
    /// The payment page it names.
    pub(crate) session: &'a str,
    /// The payment it names.
    pub(crate) payment: &'a str,
    /// The amount it names.
    pub(crate) amount_minor: u32,
}

/// What Stripe told, to be remembered whatever is known of the purchase.
pub(crate) enum Fact<'a> {
    /// The money is there.
    Paid {
        purchase: &'a PurchaseId,
        session: &'a str,
    },
    /// So much was refunded in all.
    Refunded(u32),
    /// A dispute stands like this.
    Disputed {
        dispute: &'a str,
        amount_minor: u32,
        now: Dispute,
    },
    /// The parent withdrew; nothing that Stripe told.
    Withdrawn,
}

impl Fact<'_> {
    pub(super) fn cause(&self) -> &'static str {
        match self {
            Fact::Paid { .. } => "purchase",
            Fact::Refunded(_) => "refund",
            Fact::Disputed { .. } => "dispute",
            Fact::Withdrawn => "withdrawal",
        }
    }
}

/// What a booking changes of a purchase.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Change {
    /// Further credits that refunds take.
    pub(crate) refund: u32,
    /// Further credits that disputes take, or give back.
    pub(crate) dispute: i64,
    /// Credits that a withdrawal takes.
    pub(crate) withdrawn: u32,
    /// Money that we order back.
    pub(crate) own_refund_minor: u32,
}

/// Money to send back.
pub(crate) struct RefundJob {
    /// Its id, which is the key of all tries.
    pub(crate) id: String,
    /// How much.
    pub(crate) amount_minor: u32,
}

/// One booking.
pub(crate) struct Booking<'a> {
    /// The notice that causes it; none for a withdrawal.
    pub(crate) event: Option<EventRow<'a>>,
    /// The payment.
    pub(crate) payment: &'a str,
    /// Its number among the payment's bookings.
    pub(crate) step: u32,
    /// What the parent paid, or below zero what went back.
    pub(crate) amount_minor: i64,
    /// What is remembered.
    pub(crate) fact: Fact<'a>,
    /// The purchase, where it is known.
    pub(crate) purchase: Option<&'a Purchase>,
    /// What changes of it.
    pub(crate) change: Change,
    /// Money to send back.
    pub(crate) job: Option<RefundJob>,
    /// Whose account must still be there for it; having paid, the parent is known to be a grown-up.
    pub(crate) owner: Option<&'a AccountId>,
    /// A letter to go with it.
    pub(crate) letter: Option<Posted>,
}

/// What became of a booking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Booked {
    /// It is in the books.
    Now,
    /// It was there before.
    Before,
    /// Somebody else was quicker: what it was worked out from is no longer so.
    Overtaken,
}
