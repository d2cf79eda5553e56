//! Stripe: payment pages, customers, refunds, receipts.
//!
//! async-stripe writes the requests; we send them ourselves and read of the answers only what decides, so that its large
//! types are never linked and a new field of Stripe's breaks nothing. Never in here: what an answer means for the ledger.

mod signature;

use std::collections::HashMap;

use domain::{
    Language,
    id::{AccountId, PurchaseId},
    wire::Code,
};
use serde_json::Value;
use stripe_checkout::checkout_session::{
    CreateCheckoutSession, CreateCheckoutSessionAdaptivePricing, CreateCheckoutSessionLineItems,
    CreateCheckoutSessionLineItemsPriceData, CreateCheckoutSessionLineItemsPriceDataTaxBehavior,
    CreateCheckoutSessionPaymentIntentData, ListCheckoutSession, ProductData,
    RetrieveCheckoutSession,
};
use stripe_client_core::{RequestBuilder, StripeMethod, StripeRequest};
use stripe_core::{
    customer::{CreateCustomer, DeleteCustomer},
    refund::{CreateRefund, ListRefund},
};
use stripe_shared::{CheckoutSessionLocale, CheckoutSessionMode};
use worker::Method;

pub(crate) use signature::fits as signature_fits;

use crate::{
    Edge,
    error::Failure,
    journal::{Entry, note},
    locales,
    outgoing::{Body, Outgoing},
    store::Purchase,
};

/// How long Stripe may take, in milliseconds.
const PATIENCE_MS: u32 = 10_000;
/// How long a payment page stays open, in seconds; Stripe's least is half an hour.
const PAGE_SECONDS: i64 = 40 * 60;
const HOUR_MS: i64 = 60 * 60 * 1000;
/// The most objects that Stripe lists at a time.
const LISTED: i64 = 100;

/// Stripe did not do what it was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// It did not answer, or had too much to do: the same may well succeed later.
    Later,
    /// There is no such thing, or not any more.
    Gone,
    /// It will not, whatever the time.
    Refused,
}

impl From<Trouble> for Failure {
    fn from(_: Trouble) -> Self {
        Code::PaymentUnavailable.into()
    }
}

/// A payment page.
pub(crate) struct Page {
    /// Stripe's id of the session.
    pub(crate) session: String,
    /// Where it is; empty when it is open no more.
    pub(crate) url: Option<String>,
}

/// Makes the customer of an account. Asked again within the hour, Stripe answers the same one; not for longer, because it
/// would repeat an error of its own as well.
pub(crate) async fn create_customer(
    edge: &Edge,
    account: &AccountId,
    email: &str,
) -> Result<String, Trouble> {
    let request = CreateCustomer::new()
        .email(email)
        .metadata(HashMap::from([("account".to_owned(), account.to_string())]));
    let hour = edge.platform.now_ms() / HOUR_MS;
    let key = format!("customer/{account}/{hour}");
    let customer = ask(edge, request.build(), Some(&key)).await?;
    id_of(&customer)
}

/// Opens the payment page of a purchase. Asked again for the same purchase, Stripe answers the same page.
pub(crate) async fn open_page(
    edge: &Edge,
    purchase: &Purchase,
    account: &AccountId,
    (customer, email): (&str, &str),
    language: Language,
    price: Option<String>,
) -> Result<Page, Trouble> {
    let metadata = HashMap::from([
        ("account".to_owned(), account.to_string()),
        ("pack".to_owned(), purchase.pack.clone()),
    ]);
    let origin = &edge.settings.public_origin;
    let expires_at = edge.platform.on_the_wall(purchase.created_at_ms) / 1000 + PAGE_SECONDS;
    let request = CreateCheckoutSession::new()
        .mode(CheckoutSessionMode::Payment)
        .client_reference_id(purchase.id.as_str())
        .customer(customer)
        .line_items(vec![line_item(purchase, language, price)])
        // Ours is the only price there is: what is paid is checked against it to the øre.
        .adaptive_pricing(CreateCheckoutSessionAdaptivePricing {
            enabled: Some(false),
        })
        .locale(match language {
            Language::Da => CheckoutSessionLocale::Da,
            Language::En => CheckoutSessionLocale::En,
        })
        .success_url(format!("{origin}/koeb?betalt={}", purchase.id))
        .cancel_url(format!("{origin}/koeb?forladt={}", purchase.id))
        .payment_intent_data(CreateCheckoutSessionPaymentIntentData {
            metadata: Some(metadata.clone()),
            receipt_email: Some(email.to_owned()),
            ..CreateCheckoutSessionPaymentIntentData::new()
        })
        .metadata(metadata)
        .expires_at(expires_at);
    let session = ask(edge, request.build(), Some(purchase.id.as_str())).await?;
    page(&session)
}

fn line_item(
    purchase: &Purchase,
    language: Language,
    price: Option<String>,
) -> CreateCheckoutSessionLineItems {
    let item = CreateCheckoutSessionLineItems {
        quantity: Some(1),
        ..CreateCheckoutSessionLineItems::new()
    };
    if price.is_some() {
        return CreateCheckoutSessionLineItems { price, ..item };
    }
    let name = locales::payments(language)
        .product
        .replace("{credits}", &purchase.credits.to_string());
    CreateCheckoutSessionLineItems {
        price_data: Some(CreateCheckoutSessionLineItemsPriceData {
            product_data: Some(ProductData::new(name)),
            tax_behavior: Some(CreateCheckoutSessionLineItemsPriceDataTaxBehavior::Inclusive),
            unit_amount: Some(purchase.price_minor.into()),
            ..CreateCheckoutSessionLineItemsPriceData::new(currency(purchase))
        }),
        ..item
    }
}

fn currency(purchase: &Purchase) -> stripe_types::Currency {
    // Three letters always make one: those that the library has no name for go out as they are.
    purchase.currency.code().parse().unwrap_or_default()
}

/// The payment page of a session that was opened before.
pub(crate) async fn page_of(edge: &Edge, session: &str) -> Result<Page, Trouble> {
    page(&session_as_it_is(edge, session).await?)
}

/// A session as it stands now.
pub(crate) async fn session_as_it_is(edge: &Edge, session: &str) -> Result<Value, Trouble> {
    let request = RetrieveCheckoutSession::new(session);
    ask(edge, request.build(), None).await
}

/// The sessions that were opened for a purchase around the time of its click. There is one at most, unless Stripe had
/// forgotten our key when it was asked again.
pub(crate) async fn sessions_of(
    edge: &Edge,
    purchase: &PurchaseId,
    clicked_at_ms: i64,
) -> Result<Vec<Value>, Trouble> {
    let clicked_at = edge.platform.on_the_wall(clicked_at_ms) / 1000;
    let mut found = Vec::new();
    let mut after: Option<String> = None;
    loop {
        let mut request = ListCheckoutSession::new()
            .created(stripe_types::RangeQueryTs::Bounds(
                stripe_types::RangeBoundsTs {
                    gte: Some(clicked_at - 60),
                    lte: Some(clicked_at + PAGE_SECONDS),
                    ..Default::default()
                },
            ))
            .limit(LISTED);
        if let Some(after) = after.take() {
            request = request.starting_after(after);
        }
        let list = ask(edge, request.build(), None).await?;
        let sessions = list["data"].as_array().ok_or(Trouble::Later)?;
        found.extend(
            sessions
                .iter()
                .filter(|session| session["client_reference_id"] == purchase.as_str())
                .cloned(),
        );
        after = sessions
            .last()
            .filter(|_| list["has_more"] == true)
            .and_then(|session| session["id"].as_str())
            .map(str::to_owned);
        if after.is_none() {
            return Ok(found);
        }
    }
}

/// Where Stripe shows the receipt of a session that was paid.
pub(crate) async fn receipt_of(edge: &Edge, session: &str) -> Result<String, Trouble> {
    let request = RetrieveCheckoutSession::new(session)
        .expand(vec!["payment_intent.latest_charge".to_owned()]);
    let session = ask(edge, request.build(), None).await?;
    session["payment_intent"]["latest_charge"]["receipt_url"]
        .as_str()
        .filter(|url| {
            url.starts_with("https://") || url.starts_with(&edge.settings.stripe_base_url)
        })
        .map(str::to_owned)
        .ok_or(Trouble::Gone)
}

/// Pays money back. `key` is that of all tries; `job` stands in the refund itself.
pub(crate) async fn refund(
    edge: &Edge,
    (job, key): (&str, &str),
    payment: &str,
    amount_minor: u32,
) -> Result<(), Trouble> {
    let request = CreateRefund::new()
        .payment_intent(payment)
        .amount(amount_minor)
        .metadata(HashMap::from([("job".to_owned(), job.to_owned())]));
    ask(edge, request.build(), Some(key)).await.map(|_| ())
}

/// How much of a payment is still there to be paid back.
pub(crate) async fn left_of(edge: &Edge, payment: &str) -> Result<u32, Trouble> {
    // Written by hand: the library's own request would bring all of payments with it for this one question.
    let mut request = RequestBuilder::new(StripeMethod::Get, format!("/payment_intents/{payment}"));
    request.query = Some("expand[0]=latest_charge".to_owned());
    let charge = &ask(edge, request, None).await?["latest_charge"];
    let amount = |name: &str| charge[name].as_u64().ok_or(Trouble::Later);
    let left = amount("amount_captured")?.saturating_sub(amount("amount_refunded")?);
    u32::try_from(left).map_err(|_| Trouble::Later)
}

/// Whether a refund for `job` was made, for a job so old that Stripe may have forgotten its key.
pub(crate) async fn is_refunded(edge: &Edge, job: &str, payment: &str) -> Result<bool, Trouble> {
    let request = ListRefund::new().payment_intent(payment).limit(LISTED);
    let list = ask(edge, request.build(), None).await?;
    let refunds = list["data"].as_array().ok_or(Trouble::Later)?;
    Ok(refunds
        .iter()
        .any(|refund| refund["metadata"]["job"] == job))
}

/// Has Stripe forget a customer. One that is gone already is as good as forgotten.
pub(crate) async fn delete_customer(edge: &Edge, customer: &str) -> Result<(), Trouble> {
    let request = DeleteCustomer::new(customer);
    match ask(edge, request.build(), None).await {
        Ok(_) | Err(Trouble::Gone) => Ok(()),
        Err(trouble) => Err(trouble),
    }
}

fn page(session: &Value) -> Result<Page, Trouble> {
    Ok(Page {
        session: id_of(session)?,
        url: session["url"].as_str().map(str::to_owned),
    })
}

fn id_of(object: &Value) -> Result<String, Trouble> {
    object["id"]
        .as_str()
        .map(str::to_owned)
        .ok_or(Trouble::Later)
}

/// Asks Stripe, and writes down where it did not do it.
async fn ask(edge: &Edge, request: RequestBuilder, key: Option<&str>) -> Result<Value, Trouble> {
    let secret = edge
        .platform
        .secret("STRIPE_SECRET_KEY")
        .map_err(|_| Trouble::Later)?;
    let query = request.query.filter(|query| !query.is_empty());
    let headers: Vec<_> = key
        .map(|key| ("Idempotency-Key", key))
        .into_iter()
        .collect();
    let answer = Outgoing {
        method: match request.method {
            StripeMethod::Get => Method::Get,
            StripeMethod::Post => Method::Post,
            StripeMethod::Delete => Method::Delete,
        },
        url: format!(
            "{}/v1{}{}",
            edge.settings.stripe_base_url,
            request.path,
            query.map(|query| format!("?{query}")).unwrap_or_default()
        ),
        key: &secret,
        headers: &headers,
        body: request.body.map_or(Body::Empty, Body::Form),
        within_ms: PATIENCE_MS,
    }
    .send()
    .await;
    let status = answer.as_ref().ok().map(|answer| answer.status);
    let body = answer.map(|answer| answer.body).unwrap_or_default();
    let object: Value = serde_json::from_str(&body).unwrap_or_default();
    if status == Some(200) && object.is_object() {
        return Ok(object);
    }
    let trouble = trouble(status, &object);
    note(&Entry::StripeRefused(status));
    Err(trouble)
}

fn trouble(status: Option<u16>, answer: &Value) -> Trouble {
    match status {
        Some(404) => Trouble::Gone,
        _ if answer["error"]["code"] == "charge_already_refunded" => Trouble::Gone,
        // A key that was changed, or too much at a time, passes.
        Some(401 | 403 | 408 | 409 | 424 | 429) => Trouble::Later,
        Some(400..=499) => Trouble::Refused,
        _ => Trouble::Later,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn trouble_says_whether_another_try_may_help() {
        let none = Value::Null;
        let refunded = json!({"error": {"code": "charge_already_refunded"}});
        for (status, answer, expected) in [
            (None, &none, Trouble::Later),
            (Some(500), &none, Trouble::Later),
            (Some(429), &none, Trouble::Later),
            (Some(409), &none, Trouble::Later),
            (Some(401), &none, Trouble::Later),
            (Some(200), &none, Trouble::Later),
            (Some(400), &none, Trouble::Refused),
            (Some(402), &none, Trouble::Refused),
            (Some(404), &none, Trouble::Gone),
            (Some(400), &refunded, Trouble::Gone),
        ] {
            assert_eq!(trouble(status, answer), expected, "{status:?}");
        }
    }
}
