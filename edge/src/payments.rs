//! Payments: what a notice of Stripe's, or a parent's withdrawal, does to the books.
//!
//! Each is worked out from what is known of the payment at one moment and booked in one batch. Where somebody else
//! booked in between, it is worked out anew. Reconciliation comes this way too, so that whatever told of a payment, the
//! same is done. How much a refund or a dispute takes is `domain::payment`'s to say.

mod reconciliation;
mod withdrawal;

pub(crate) use reconciliation::reconcile;
pub(crate) use withdrawal::{offers, withdraw};

use domain::{
    id::PurchaseId,
    payment::{Meaning, Notice as StripeNotice, Paid},
    wire::PurchaseStatus,
};

use crate::{
    Edge,
    error::{Failure, Fault},
    journal::{Entry, note},
    locales,
    notices::{Notice, Posted},
    store::{
        Booked, Booking, Change, Dispute, EventRow, Fact, Owner, Purchase, RefundJob, Sought,
        Standing,
    },
};

/// How often something is worked out anew before it is left to the next try of Stripe's, or of the parent's.
const TRIES: usize = 8;

/// Takes in a notice whose signature was checked. Taking it in twice is harmless.
pub(crate) async fn take_in(edge: &Edge, notice: &StripeNotice) -> Result<(), Failure> {
    for _ in 0..TRIES {
        match book(edge, notice).await? {
            Booked::Overtaken => {}
            Booked::Before => return Ok(()),
            Booked::Now => {
                note(&Entry::NoticeBooked(&notice.kind));
                return Ok(());
            }
        }
    }
    Err(Fault::new("booking a notice", "overtaken again and again").into())
}

async fn book(edge: &Edge, notice: &StripeNotice) -> Result<Booked, Failure> {
    let now_ms = edge.platform.now_ms();
    let event = |session, payment, amount_minor| EventRow {
        id: &notice.id,
        kind: &notice.kind,
        session,
        payment,
        amount_minor,
    };
    let about_page = |session, status| {
        let event = event(session, "", 0);
        async move { edge.store.note_page(&event, status, now_ms).await }
    };
    match &notice.meaning {
        Meaning::Nothing => Ok(Booked::Before),
        Meaning::Pending { session } => about_page(session, PurchaseStatus::Pending).await,
        Meaning::Failed { session } => about_page(session, PurchaseStatus::Failed).await,
        Meaning::Expired { session } => about_page(session, PurchaseStatus::Expired).await,
        Meaning::Paid(paid) => {
            let event = event(&paid.session, &paid.payment, paid.amount_minor);
            book_paid(edge, event, paid, now_ms).await
        }
        Meaning::Refunded {
            payment,
            refunded_minor,
        } => {
            let event = event("", payment, *refunded_minor);
            book_refund(edge, event, *refunded_minor, now_ms).await
        }
        Meaning::Disputed {
            payment,
            dispute,
            amount_minor,
        } => {
            let event = event("", payment, *amount_minor);
            book_dispute(edge, event, dispute, Dispute::Open, now_ms).await
        }
        Meaning::DisputeClosed {
            payment,
            dispute,
            amount_minor,
            won,
        } => {
            let event = event("", payment, *amount_minor);
            let now = if *won { Dispute::Won } else { Dispute::Lost };
            book_dispute(edge, event, dispute, now, now_ms).await
        }
    }
}

async fn book_paid(
    edge: &Edge,
    event: EventRow<'_>,
    paid: &Paid,
    now_ms: i64,
) -> Result<Booked, Failure> {
    const WHAT: &str = "booking a purchase";
    let reference = paid.reference.as_deref().unwrap_or_default();
    let standing = edge
        .store
        .standing(Sought {
            payment: &paid.payment,
            session: &paid.session,
            purchase: reference,
            dispute: "",
        })
        .await?;
    let Some(purchase) = &standing.purchase else {
        // Something else may be sold through the same account at Stripe; what carries a reference of ours is ours.
        if reference.parse::<PurchaseId>().is_err() {
            return Ok(Booked::Before);
        }
        note(&Entry::Alert("a payment for a purchase that is not known"));
        return Err(Fault::new(WHAT, "the purchase is not known").into());
    };
    if purchase.status == PurchaseStatus::Paid {
        let again = purchase.payment_id.as_deref() != Some(&paid.payment);
        let job = again.then(|| refund_in_full(&paid.payment, paid.amount_minor));
        if again {
            note(&Entry::Alert(
                "a purchase was paid twice; the second is paid back",
            ));
        }
        return edge.store.note_event(&event, job.as_ref(), now_ms).await;
    }
    if (paid.amount_minor, paid.currency) != (purchase.price_minor, purchase.currency) {
        note(&Entry::Alert("a payment is not the price of its purchase"));
        return Err(Fault::new(WHAT, "amount or currency differ").into());
    }
    // A family that is gone can't use what it bought a moment before; its money goes back.
    let job = standing
        .owner
        .is_none()
        .then(|| refund_in_full(&paid.payment, paid.amount_minor));
    let letter = match &standing.owner {
        Some(owner) => Some(receipt(edge, owner, purchase, now_ms)?),
        None => None,
    };
    let taken = purchase
        .claims(standing.refunded_minor, standing.others_disputed_minor)
        .to_book();
    let booking = Booking {
        event: Some(event),
        payment: &paid.payment,
        step: standing.step + 1,
        amount_minor: paid.amount_minor.into(),
        fact: Fact::Paid {
            purchase: &purchase.id,
            session: &paid.session,
        },
        purchase: Some(purchase),
        change: Change {
            refund: taken.refund,
            dispute: taken.dispute,
            ..Change::default()
        },
        job,
        owner: standing.owner.as_ref().map(|owner| &owner.account_id),
        letter,
    };
    edge.store.book_payment(&booking, now_ms).await
}

async fn book_refund(
    edge: &Edge,
    event: EventRow<'_>,
    refunded_minor: u32,
    now_ms: i64,
) -> Result<Booked, Failure> {
    let standing = standing_of(edge, event.payment, "").await?;
    if refunded_minor <= standing.refunded_minor {
        return edge.store.note_event(&event, None, now_ms).await;
    }
    // What we ordered back ourselves was told when it was ordered.
    let own = standing
        .purchase
        .as_ref()
        .map_or(0, |purchase| purchase.own_refunds_minor);
    let of_others = |minor: u32| i64::from(minor.saturating_sub(own));
    let went_back = of_others(refunded_minor) - of_others(standing.refunded_minor);
    let fact = Fact::Refunded(refunded_minor);
    let disputed_minor = standing.others_disputed_minor;
    book_claim(
        edge,
        &standing,
        event,
        fact,
        (refunded_minor, disputed_minor),
        -went_back,
        now_ms,
    )
    .await
}

async fn book_dispute(
    edge: &Edge,
    event: EventRow<'_>,
    dispute: &str,
    now: Dispute,
    now_ms: i64,
) -> Result<Booked, Failure> {
    let standing = standing_of(edge, event.payment, dispute).await?;
    // What is decided stays decided, and what was heard of once is not opened again.
    let is_news = match standing.dispute {
        None => true,
        Some(Dispute::Open) => now != Dispute::Open,
        Some(Dispute::Won | Dispute::Lost) => false,
    };
    if !is_news {
        return edge.store.note_event(&event, None, now_ms).await;
    }
    let claimed = |stands| match stands {
        Some(Dispute::Open | Dispute::Lost) => event.amount_minor,
        Some(Dispute::Won) | None => 0,
    };
    let (before, after) = (claimed(standing.dispute), claimed(Some(now)));
    let amount_minor = event.amount_minor;
    let fact = Fact::Disputed {
        dispute,
        amount_minor,
        now,
    };
    let heard = (
        standing.refunded_minor,
        standing.others_disputed_minor + after,
    );
    let went_back = i64::from(after) - i64::from(before);
    book_claim(edge, &standing, event, fact, heard, -went_back, now_ms).await
}

async fn standing_of(edge: &Edge, payment: &str, dispute: &str) -> Result<Standing, Failure> {
    let sought = Sought {
        payment,
        dispute,
        ..Sought::default()
    };
    edge.store.standing(sought).await
}

/// Books what refunds and disputes take by now. Where the purchase is not known yet, what was heard waits for it.
async fn book_claim(
    edge: &Edge,
    standing: &Standing,
    event: EventRow<'_>,
    fact: Fact<'_>,
    (refunded_minor, disputed_minor): (u32, u32),
    amount_minor: i64,
    now_ms: i64,
) -> Result<Booked, Failure> {
    let purchase = standing.purchase.as_ref();
    let taken = purchase
        .map(|purchase| purchase.claims(refunded_minor, disputed_minor).to_book())
        .unwrap_or_default();
    let booking = Booking {
        payment: event.payment,
        step: standing.step + 1,
        amount_minor,
        fact,
        purchase,
        change: Change {
            refund: taken.refund,
            dispute: taken.dispute,
            ..Change::default()
        },
        job: None,
        owner: None,
        letter: None,
        event: Some(event),
    };
    edge.store.book_payment(&booking, now_ms).await
}

fn refund_in_full(payment: &str, amount_minor: u32) -> RefundJob {
    RefundJob {
        id: format!("refund/{payment}"),
        amount_minor,
    }
}

fn receipt(edge: &Edge, owner: &Owner, purchase: &Purchase, now_ms: i64) -> Result<Posted, Fault> {
    let moment = locales::moment(owner.language, now_ms);
    Notice::Purchased {
        purchase,
        moment: &moment,
    }
    .to(edge, owner.email.clone(), owner.language)
}
