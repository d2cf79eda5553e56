//! async-stripe, the client that the product uses, as an independent reading of Stripe's API: its requests are taken,
//! and its strict types find every field that they demand in every answer and event.

use stripe_checkout::CheckoutSessionStatus;
use stripe_checkout::checkout_session::{
    CreateCheckoutSession, CreateCheckoutSessionAutomaticTax, CreateCheckoutSessionLineItems,
    CreateCheckoutSessionLineItemsPriceData, CreateCheckoutSessionPaymentIntentData,
    ExpireCheckoutSession, ListCheckoutSession, ProductData, RetrieveCheckoutSession,
};
use stripe_client_core::{CustomizedStripeRequest, StripeClient, StripeClientErr, StripeMethod};
use stripe_core::charge::RetrieveCharge;
use stripe_core::customer::{CreateCustomer, DeleteCustomer, RetrieveCustomer};
use stripe_core::payment_intent::RetrievePaymentIntent;
use stripe_core::refund::{CreateRefund, CreateRefundReason, ListRefund};
use stripe_shared::{CheckoutSessionLocale, CheckoutSessionMode};
use stripe_types::{Currency, RangeQueryTs};
use stripe_webhook::{EventObject, Webhook};

use super::{BEARER, FORM, act, look};
use crate::web::tests::Place;

/// The stand-in as async-stripe's transport.
struct Client<'a>(&'a Place);

#[derive(Debug)]
struct Fault(#[allow(dead_code, reason = "read by Debug")] String);

impl StripeClientErr for Fault {
    fn deserialize_err(message: impl std::fmt::Display) -> Self {
        Self(message.to_string())
    }
}

impl StripeClient for Client<'_> {
    type Err = Fault;

    async fn execute(&self, request: CustomizedStripeRequest) -> Result<bytes::Bytes, Fault> {
        let (request, _) = request.into_pieces();
        let method = match request.method {
            StripeMethod::Get => "GET",
            StripeMethod::Post => "POST",
            StripeMethod::Delete => "DELETE",
        };
        let query = request
            .query
            .map_or_else(String::new, |query| format!("?{query}"));
        let path = format!("/v1/{}{query}", request.path.trim_start_matches('/'));
        let body = request.body.unwrap_or_default();
        let answer = self.0.ask(method, &path, &[BEARER, FORM], &body).await;
        match answer.status {
            200 => Ok(answer.body.into()),
            _ => Err(Fault(answer.body)),
        }
    }
}

fn pack() -> CreateCheckoutSessionLineItems {
    let mut price = CreateCheckoutSessionLineItemsPriceData::new(Currency::DKK);
    price.unit_amount = Some(9_900);
    price.product_data = Some(ProductData::new("30 kreditter"));
    let mut item = CreateCheckoutSessionLineItems::new();
    item.price_data = Some(price);
    item.quantity = Some(1);
    item
}

#[tokio::test]
async fn async_stripe_buys_reads_and_refunds() {
    let place = Place::open().await;
    let client = Client(&place);
    let customer = CreateCustomer::new()
        .email("parent@example.test")
        .metadata([("account".to_owned(), "7".to_owned())])
        .send(&client)
        .await
        .unwrap();
    let mut of_payment = CreateCheckoutSessionPaymentIntentData::new();
    of_payment.metadata = Some([("account".to_owned(), "7".to_owned())].into());
    let made = CreateCheckoutSession::new()
        .mode(CheckoutSessionMode::Payment)
        .customer(customer.id.as_str())
        .client_reference_id("7")
        .line_items(vec![pack()])
        .automatic_tax(CreateCheckoutSessionAutomaticTax::new(false))
        .payment_intent_data(of_payment)
        .locale(CheckoutSessionLocale::Da)
        .success_url("https://callsanta.test/thanks?session={CHECKOUT_SESSION_ID}")
        .cancel_url("https://callsanta.test/credits")
        .expand(vec!["line_items".into()])
        .send(&client)
        .await
        .unwrap();
    assert_eq!(
        (made.amount_total, made.status),
        (Some(9_900), Some(CheckoutSessionStatus::Open))
    );
    assert_eq!(made.line_items.unwrap().data.len(), 1);
    assert!(made.url.unwrap().contains("/stripe/pay/cs_test_"));

    act(&place, made.id.as_str(), "pay", serde_json::json!({})).await;
    let paid = RetrieveCheckoutSession::new(made.id.as_str())
        .send(&client)
        .await
        .unwrap();
    let intent = paid.payment_intent.unwrap();
    let intent = RetrievePaymentIntent::new(intent.id().as_str())
        .send(&client)
        .await
        .unwrap();
    assert_eq!(intent.metadata["account"], "7");
    let charge = intent.latest_charge.unwrap();
    let charge = RetrieveCharge::new(charge.id().as_str())
        .send(&client)
        .await
        .unwrap();
    assert!(charge.paid && charge.receipt_url.is_some());

    let refund = CreateRefund::new()
        .payment_intent(intent.id.as_str())
        .amount(900)
        .reason(CreateRefundReason::RequestedByCustomer)
        .send(&client)
        .await
        .unwrap();
    assert_eq!(
        (refund.amount, refund.status.as_deref()),
        (900, Some("succeeded"))
    );
    let refunds = ListRefund::new()
        .payment_intent(intent.id.as_str())
        .send(&client)
        .await
        .unwrap();
    assert_eq!(refunds.data.len(), 1);

    let second = CreateCheckoutSession::new()
        .mode(CheckoutSessionMode::Payment)
        .line_items(vec![pack()])
        .success_url("https://callsanta.test/thanks")
        .send(&client)
        .await
        .unwrap();
    let expired = ExpireCheckoutSession::new(second.id.as_str())
        .send(&client)
        .await
        .unwrap();
    assert_eq!(expired.status, Some(CheckoutSessionStatus::Expired));
    let listed = ListCheckoutSession::new()
        .created(RangeQueryTs::gte(made.created))
        .limit(1)
        .starting_after(second.id.as_str())
        .send(&client)
        .await
        .unwrap();
    assert_eq!((listed.data.len(), listed.has_more), (1, false));
    assert_eq!(listed.data[0].id, made.id);

    DeleteCustomer::new(customer.id.as_str())
        .send(&client)
        .await
        .unwrap();
    RetrieveCustomer::new(customer.id.as_str())
        .send(&client)
        .await
        .unwrap();
}

#[tokio::test]
async fn async_stripe_reads_every_event() {
    let place = Place::open().await;
    let client = Client(&place);
    let walks: [&[&str]; 6] = [
        &["decline", "pay", "refund"],
        &["pay", "dispute", "win"],
        &["pay", "dispute", "lose"],
        &["pay_later", "arrive"],
        &["pay_later", "fail"],
        &["expire"],
    ];
    for walk in walks {
        let made = CreateCheckoutSession::new()
            .mode(CheckoutSessionMode::Payment)
            .customer_creation(
                stripe_checkout::checkout_session::CreateCheckoutSessionCustomerCreation::Always,
            )
            .line_items(vec![pack()])
            .success_url("https://callsanta.test/thanks")
            .send(&client)
            .await
            .unwrap();
        for action in walk {
            let done = act(&place, made.id.as_str(), action, serde_json::json!({})).await;
            assert_eq!(done.status, 200, "{action}: {}", done.body);
        }
    }
    let report = look(&place, "/stripe/report").await;
    let mut understood = std::collections::BTreeSet::new();
    for event in report["events"].as_array().unwrap() {
        let path = format!("/stripe/events/{}", event["id"].as_str().unwrap());
        let body = place.ask("GET", &path, &[], "").await.body;
        let secret = [crate::stripe::WEBHOOK_SECRET.to_owned()];
        let header = crate::stripe::signature::header(1_700_000_000, &body, &secret);
        let read = |now| Webhook::construct_event_with_timestamp(&body, &header, &secret[0], now);
        let event = read(1_700_000_300).unwrap_or_else(|fault| panic!("{fault}: {body}"));
        assert!(read(1_700_000_301).is_err(), "stale");
        let is_known = !matches!(event.data.object, EventObject::Unknown(_));
        assert!(is_known, "{}", event.type_);
        understood.insert(event.type_.to_string());
    }
    for kind in [
        "charge.dispute.closed",
        "charge.dispute.created",
        "charge.failed",
        "charge.refunded",
        "charge.succeeded",
        "checkout.session.async_payment_failed",
        "checkout.session.async_payment_succeeded",
        "checkout.session.completed",
        "checkout.session.expired",
        "customer.created",
        "payment_intent.payment_failed",
        "payment_intent.succeeded",
        "refund.created",
    ] {
        assert!(understood.contains(kind), "{kind} never happened");
    }
}
