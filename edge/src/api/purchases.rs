//! Buying: a payment page at Stripe, how a purchase stands, its receipt, and withdrawing from it.
//!
//! Nothing here gives credits. Only what Stripe says, signed or asked for, does.

use domain::{
    id::PurchaseId,
    payment::{Catalogue, EXPRESS_WISH_VERSION},
    wire::{Code, PurchaseStarted, PurchaseStatus, StartPurchase},
};

use super::id_in_path;
use crate::{
    Edge,
    auth::Parent,
    error::{Failure, Fault},
    incoming::Incoming,
    payments,
    reply::Reply,
    store::{Buyer, NewPurchase, Purchase},
    stripe,
};

/// How long a click is good for, in milliseconds: later, Stripe would not keep the page open for its least time.
const CLICK_MS: i64 = 10 * 60 * 1000;

/// What is sold here; `None` where the deployment can't take payments.
pub(crate) fn catalogue(edge: &Edge) -> Option<&Catalogue> {
    let has = |name| edge.platform.optional_secret(name).is_some();
    let can_sell = has("STRIPE_SECRET_KEY") && has("STRIPE_WEBHOOK_SECRET");
    edge.settings.catalogue.as_ref().ok().filter(|_| can_sell)
}

/// Opens a payment page.
pub(crate) async fn start(
    edge: &Edge,
    parent: &Parent,
    mut incoming: Incoming,
) -> Result<Reply, Failure> {
    let asked: StartPurchase = incoming.body().await?;
    if let Err(error) = &edge.settings.catalogue {
        return Err(Fault::new("reading PACKS", &error.to_string()).into());
    }
    let catalogue = catalogue(edge).ok_or(Code::PackNotSold)?;
    let pack = catalogue.pack(&asked.pack).ok_or(Code::PackNotSold)?;
    if asked.express_wish && asked.wish_version != EXPRESS_WISH_VERSION {
        return Err(Code::ExpressWishChanged.into());
    }
    let new = NewPurchase {
        id: &PurchaseId::from_random(edge.platform.random()?),
        click: &asked.click,
        pack,
        vat_percent: edge.settings.vat_percent,
        express_wish: asked.express_wish.then_some(EXPRESS_WISH_VERSION),
    };
    let now_ms = edge.platform.now_ms();
    let purchase = edge
        .store
        .begin_purchase(&parent.account, &new, now_ms)
        .await?;
    if purchase.pack != pack.id || purchase.express_wish.is_some() != asked.express_wish {
        return Err(Code::MalformedRequest.into());
    }
    let is_over = purchase.status != PurchaseStatus::Open
        || purchase.session_id.is_none() && now_ms - purchase.created_at_ms > CLICK_MS;
    if is_over {
        return Err(Code::PurchaseOver.into());
    }
    let url = page(edge, parent, &purchase, pack.stripe_price.clone()).await?;
    Ok(Reply::created(&PurchaseStarted {
        purchase: purchase.id,
        url,
    })?)
}

/// The address of a purchase's payment page, opened if need be.
async fn page(
    edge: &Edge,
    parent: &Parent,
    purchase: &Purchase,
    price: Option<String>,
) -> Result<String, Failure> {
    if let Some(session) = &purchase.session_id {
        let page = stripe::page_of(edge, session).await?;
        return page.url.ok_or(Code::PurchaseOver.into());
    }
    let (buyer, customer) = customer(edge, parent).await?;
    let page = stripe::open_page(
        edge,
        purchase,
        &parent.account,
        (&customer, &buyer.email),
        buyer.language,
        price,
    )
    .await?;
    edge.store.note_session(&purchase.id, &page.session).await?;
    page.url.ok_or(Code::PurchaseOver.into())
}

/// Who buys, with Stripe's customer, made at the first time.
async fn customer(edge: &Edge, parent: &Parent) -> Result<(Buyer, String), Failure> {
    let account = &parent.account;
    let mut buyer = edge.store.buyer(account).await?.ok_or(Code::SignInNeeded)?;
    if let Some(customer) = buyer.customer_id.take() {
        return Ok((buyer, customer));
    }
    let made = stripe::create_customer(edge, account, &buyer.email).await?;
    edge.store.keep_customer(account, &made).await?;
    let kept = edge.store.buyer(account).await?;
    let kept = kept.and_then(|buyer| buyer.customer_id);
    // Another window was quicker, or the account was deleted in this very moment: Stripe must not be left with an
    // address that we know nothing of.
    if kept.as_ref() != Some(&made) {
        stripe::delete_customer(edge, &made).await?;
    }
    Ok((buyer, kept.ok_or(Code::SignInNeeded)?))
}

/// How a purchase stands.
pub(crate) async fn show(edge: &Edge, parent: &Parent, id: &str) -> Result<Reply, Failure> {
    let purchase = edge
        .store
        .purchase_of(&parent.account, &id_in_path(id)?)
        .await?;
    Ok(Reply::ok(&purchase.view())?)
}

/// Leads to Stripe's receipt of a purchase that was paid.
pub(crate) async fn receipt(edge: &Edge, parent: &Parent, id: &str) -> Result<Reply, Failure> {
    let purchase = edge
        .store
        .purchase_of(&parent.account, &id_in_path(id)?)
        .await?;
    let session = purchase
        .session_id
        .filter(|_| purchase.status == PurchaseStatus::Paid)
        .ok_or(Code::NotFound)?;
    Ok(Reply::elsewhere(stripe::receipt_of(edge, &session).await?))
}

/// What withdrawing from each purchase would return.
pub(crate) async fn withdrawal(edge: &Edge, parent: &Parent) -> Result<Reply, Failure> {
    Ok(Reply::ok(&payments::offers(edge, &parent.account).await?)?)
}

/// Withdraws from a purchase.
pub(crate) async fn withdraw(edge: &Edge, parent: &Parent, id: &str) -> Result<Reply, Failure> {
    let done = payments::withdraw(edge, &parent.account, &id_in_path(id)?).await?;
    Ok(Reply::ok(&done)?.with_letters())
}

/// Everything that moved the balance.
pub(crate) async fn history(edge: &Edge, parent: &Parent) -> Result<Reply, Failure> {
    Ok(Reply::ok(&edge.store.history(&parent.account).await?)?)
}
