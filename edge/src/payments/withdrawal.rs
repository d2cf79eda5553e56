//! A parent's withdrawal: what would be returned, and returning it.

use domain::{
    id::{AccountId, PurchaseId},
    payment::{Returned, quote},
    wire::{Code, WithdrawalDone, WithdrawalOffer},
};

use super::TRIES;
use crate::{
    Edge,
    error::{Failure, Fault},
    locales,
    notices::Notice,
    store::{Booked, Booking, Bought, Change, Fact, Purchase, RefundJob},
};

/// What withdrawing from each purchase would return now.
pub(crate) async fn offers(
    edge: &Edge,
    account: &AccountId,
) -> Result<Vec<WithdrawalOffer>, Failure> {
    let now_ms = edge.platform.now_ms();
    let bought = edge.store.purse(account).await?.bought;
    Ok(bought
        .into_iter()
        .filter_map(|bought| {
            let seen = bought.withdrawable()?;
            let returned = quote(&seen, now_ms)?;
            let purchase = bought.purchase;
            Some(WithdrawalOffer {
                purchase: purchase.id,
                paid_at_ms: seen.paid_at_ms,
                credits: purchase.credits,
                price_minor: purchase.price_minor,
                currency: purchase.currency,
                until_ms: seen.until_ms(),
                express_wish: seen.express_wish,
                returned_credits: returned.credits,
                refund_minor: returned.refund_minor,
            })
        })
        .collect())
}

/// Withdraws from a purchase. Asked again when nothing is left to return, it answers what was returned.
pub(crate) async fn withdraw(
    edge: &Edge,
    account: &AccountId,
    purchase: &PurchaseId,
) -> Result<WithdrawalDone, Failure> {
    for _ in 0..TRIES {
        let now_ms = edge.platform.now_ms();
        let purse = edge.store.purse(account).await?;
        let bought = purse
            .bought
            .iter()
            .find(|bought| bought.purchase.id == *purchase);
        let Some(bought) = bought else {
            // Whether it is somebody else's or was never paid is told apart only for its owner.
            edge.store.purchase_of(account, purchase).await?;
            return Err(Code::NothingToWithdraw.into());
        };
        let returned = bought.withdrawable().and_then(|seen| quote(&seen, now_ms));
        let Some(returned) = returned else {
            let done = withdrawn(&bought.purchase, Change::default(), None);
            return done.ok_or(Code::NothingToWithdraw.into());
        };
        // The minutes of a call that goes on are neither used nor unused yet.
        if purse.busy {
            return Err(Code::CallInProgress.into());
        }
        match book_withdrawal(edge, account, bought, returned, now_ms).await {
            Ok(Some(done)) => return Ok(done),
            Ok(None) => {}
            // A call took credits between the reading and the booking.
            Err(failure) if failure.code() == Code::NoCredits => {}
            Err(failure) => return Err(failure),
        }
    }
    Err(Fault::new("withdrawing", "overtaken again and again").into())
}

async fn book_withdrawal(
    edge: &Edge,
    account: &AccountId,
    bought: &Bought,
    returned: Returned,
    now_ms: i64,
) -> Result<Option<WithdrawalDone>, Failure> {
    const WHAT: &str = "withdrawing";
    let purchase = &bought.purchase;
    let payment = purchase
        .payment_id
        .as_deref()
        .ok_or_else(|| Fault::new(WHAT, "no payment"))?;
    let buyer = edge.store.buyer(account).await?.ok_or(Code::SignInNeeded)?;
    let change = Change {
        withdrawn: returned.credits,
        own_refund_minor: returned.refund_minor,
        ..Change::default()
    };
    let done = withdrawn(purchase, change, Some(now_ms))
        .ok_or_else(|| Fault::new(WHAT, "nothing returned"))?;
    let moment = locales::moment(buyer.language, now_ms);
    let letter = Notice::Withdrawn {
        purchase,
        returned,
        moment: &moment,
    }
    .to(edge, buyer.email, buyer.language)?;
    let step = bought.step + 1;
    let booking = Booking {
        event: None,
        payment,
        step,
        amount_minor: -i64::from(returned.refund_minor),
        fact: Fact::Withdrawn,
        purchase: Some(purchase),
        change,
        job: Some(RefundJob {
            id: format!("withdrawal/{payment}/{step}"),
            amount_minor: returned.refund_minor,
        }),
        owner: Some(account),
        letter: Some(letter),
    };
    let booked = edge.store.book_payment(&booking, now_ms).await?;
    Ok((booked == Booked::Now).then_some(done))
}

/// What was withdrawn from a purchase in all, once `change` is booked; `None` where nothing ever was.
fn withdrawn(purchase: &Purchase, change: Change, now_ms: Option<i64>) -> Option<WithdrawalDone> {
    Some(WithdrawalDone {
        purchase: purchase.id.clone(),
        returned_credits: purchase.withdrawn + change.withdrawn,
        refund_minor: purchase.own_refunds_minor + change.own_refund_minor,
        currency: purchase.currency,
        at_ms: now_ms.or(purchase.withdrawn_at_ms)?,
    })
}
