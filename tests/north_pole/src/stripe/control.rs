//! What a test may do that a client can't: pay and dispute without a page, order mischief, move the clock, and read
//! everything that is in the books. All of it under `/stripe`.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Value, json};

use super::books::{Books, Dispute, Payment, Session};
use super::checkout::NewPrice;
use super::endpoint::Endpoint;
use super::mischief::Rule;
use super::refusal::Refusal;
use super::{objects, page};
use crate::north_pole::NorthPole;

type Pole = State<Arc<NorthPole>>;

/// The control routes and the pages.
pub(super) fn routes() -> Router<Arc<NorthPole>> {
    Router::new()
        .route("/stripe", get(page::show_all))
        .route("/stripe/pay/{id}", get(page::show).post(page::press))
        .route("/stripe/receipts/{charge}", get(page::receipt))
        .route("/stripe/report", get(report))
        .route("/stripe/sessions/{id}/{action}", post(act))
        .route("/stripe/prices", post(set_price))
        .route("/stripe/clock", get(show_clock).post(set_clock))
        .route("/stripe/endpoint", get(show_endpoint).post(set_endpoint))
        .route(
            "/stripe/mischief",
            get(show_mischief).post(set_mischief).delete(clear_mischief),
        )
        .route("/stripe/release", post(release))
        .route("/stripe/redeliver", post(redeliver))
        .route("/stripe/events/{id}", get(show_event))
}

/// What a payer, a bank or we on Stripe's dashboard may do about a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Action {
    /// The payer pays.
    Pay,
    /// The payer pays in a way that takes its time.
    PayLater,
    /// That money has come.
    Arrive,
    /// That money will never come.
    Fail,
    /// The bank declines; the session stays open.
    Decline,
    /// The session is closed.
    Expire,
    /// We refund on the dashboard: an amount, or all that is left.
    Refund,
    /// The payer disputes: an amount, or all that is left.
    Dispute,
    /// The dispute is decided for us.
    Win,
    /// The dispute is decided for the payer.
    Lose,
}

impl Action {
    /// Does it.
    pub(super) fn perform(
        self,
        books: &mut Books,
        session: &str,
        amount: Option<i64>,
    ) -> Result<(), Refusal> {
        match self {
            Action::Pay => books.pay(session),
            Action::PayLater => books.pay_later(session),
            Action::Arrive => books.settle(session, true),
            Action::Fail => books.settle(session, false),
            Action::Decline => books.decline(session),
            Action::Expire => books.expire(session),
            Action::Refund => {
                let intent = books.session(session)?.payment_intent.clone();
                let mut asked = json!({"payment_intent": intent});
                if let Some(amount) = amount {
                    asked["amount"] = amount.into();
                }
                books.refund(&asked).map(drop)
            }
            Action::Dispute => books.dispute(session, amount),
            Action::Win => books.close_dispute(session, true),
            Action::Lose => books.close_dispute(session, false),
        }
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct ActionBody {
    amount: Option<i64>,
    /// How the events of this action travel.
    rule: Option<Rule>,
}

async fn act(
    State(pole): Pole,
    Path((session, action)): Path<(String, Action)>,
    body: Option<Json<ActionBody>>,
) -> Response {
    let Json(ActionBody { amount, rule }) = body.unwrap_or_default();
    let (outcome, events) = pole.stripe.work_with(rule.as_ref(), |books| {
        action.perform(books, &session, amount)?;
        books.session(&session).map(|found| row(books, found))
    });
    match outcome {
        Ok(session) => Json(json!({"session": session, "events": events})).into_response(),
        Err(refusal) => refused(&refusal),
    }
}

fn refused(refusal: &Refusal) -> Response {
    (refusal.status, Json(refusal.body())).into_response()
}

/// Everything in the books and on the way, for comparing with a ledger.
async fn report(State(pole): Pole) -> Json<Value> {
    let (mut report, _) = pole.stripe.work(|books| {
        let sessions: Vec<Value> = books.sessions.all().iter().map(|found| row(books, found)).collect();
        let customers: Vec<Value> = books.customers.all().iter().map(objects::customer).collect();
        let refunds: Vec<Value> = books.refunds.all().iter().map(objects::refund).collect();
        let payments: Vec<Value> = books.payments.all().iter().map(payment_row).collect();
        let disputes: Vec<Value> = books.disputes.all().iter().map(dispute_row).collect();
        json!({"now_s": books.now, "customers": customers, "sessions": sessions, "payments": payments,
            "refunds": refunds, "disputes": disputes})
    });
    let deliveries = pole.stripe.courier.deliveries();
    let pending: u32 = deliveries.iter().map(|delivery| delivery.pending).sum();
    let held: Vec<&str> = deliveries
        .iter()
        .filter(|delivery| delivery.held)
        .map(|delivery| delivery.id.as_str())
        .collect();
    report["pending_deliveries"] = pending.into();
    report["held"] = json!(held);
    report["events"] = json!(deliveries);
    Json(report)
}

/// A session in short, with what became of its payment.
fn row(books: &Books, session: &Session) -> Value {
    let payment = session
        .payment_intent
        .as_deref()
        .and_then(|id| books.payments.get(id));
    let dispute = books
        .disputes
        .all()
        .iter()
        .find(|dispute| session.payment_intent.as_ref() == Some(&dispute.intent));
    let shown = objects::session(session);
    json!({"id": session.id, "created": session.created, "expires_at": session.expires_at, "status": shown["status"],
        "payment_status": shown["payment_status"], "currency": session.currency,
        "amount_total": session.amount_total, "amount_tax": session.amount_tax, "customer": session.customer,
        "client_reference_id": shown["client_reference_id"], "metadata": shown["metadata"],
        "payment_intent": session.payment_intent, "charge": payment.map(|payment| payment.charge.as_str()),
        "amount_refunded": payment.map_or(0, |payment| payment.amount_refunded),
        "dispute": dispute.map(dispute_row)})
}

fn payment_row(payment: &Payment) -> Value {
    let shown = objects::payment_intent(payment);
    json!({"payment_intent": payment.intent, "charge": payment.charge, "session": payment.session,
        "status": shown["status"], "amount": payment.amount, "amount_refunded": payment.amount_refunded,
        "currency": payment.currency, "disputed": payment.disputed, "created": payment.created,
        "metadata": shown["metadata"]})
}

fn dispute_row(dispute: &Dispute) -> Value {
    json!({"id": dispute.id, "payment_intent": dispute.intent, "charge": dispute.charge, "amount": dispute.amount,
        "currency": dispute.currency, "created": dispute.created, "status": objects::dispute(dispute)["status"]})
}

async fn set_price(State(pole): Pole, Json(price): Json<NewPrice>) -> Response {
    match pole.stripe.work(|books| books.set_price(price)).0 {
        Ok(()) => StatusCode::NO_CONTENT.into_response(),
        Err(refusal) => refused(&refusal),
    }
}

/// How the clock is moved: to so far ahead of the machine's, or on from where it stands.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum ClockChange {
    AheadS(i64),
    AdvanceS(i64),
}

async fn show_clock(State(pole): Pole) -> Json<Value> {
    let clock = &pole.stripe.clock;
    Json(json!({"now_s": clock.now(), "ahead_s": clock.ahead_s()}))
}

async fn set_clock(State(pole): Pole, Json(change): Json<ClockChange>) -> Json<Value> {
    let clock = &pole.stripe.clock;
    clock.set_ahead(match change {
        ClockChange::AheadS(seconds) => seconds,
        ClockChange::AdvanceS(seconds) => clock.ahead_s() + seconds,
    });
    // Sessions whose time is over are expired at once.
    pole.stripe.work(|_| ());
    show_clock(State(pole)).await
}

/// What changes about the endpoint; what is left out stays as it is.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct EndpointChange {
    url: Option<String>,
    secrets: Option<Vec<String>>,
    retries_ms: Option<Vec<u64>>,
    noise: Option<bool>,
}

async fn show_endpoint(State(pole): Pole) -> Json<Endpoint> {
    Json(pole.stripe.courier.endpoint())
}

async fn set_endpoint(State(pole): Pole, Json(change): Json<EndpointChange>) -> Response {
    let courier = &pole.stripe.courier;
    let now = courier.endpoint();
    let url = match change.url {
        None => now.url,
        Some(url) if url.is_empty() => None,
        Some(url) if Endpoint::address(&url).is_some() => Some(url),
        Some(_) => {
            let message = "url is an http address on this machine, or empty for none";
            return (StatusCode::BAD_REQUEST, message).into_response();
        }
    };
    courier.set_endpoint(Endpoint {
        url,
        secrets: change.secrets.unwrap_or(now.secrets),
        retries_ms: change.retries_ms.unwrap_or(now.retries_ms),
        noise: change.noise.unwrap_or(now.noise),
    });
    Json(courier.endpoint()).into_response()
}

async fn show_mischief(State(pole): Pole) -> Json<Vec<Rule>> {
    Json(pole.stripe.courier.mischief.show())
}

async fn set_mischief(State(pole): Pole, Json(rules): Json<Vec<Rule>>) -> Json<Vec<Rule>> {
    pole.stripe.courier.mischief.set(rules);
    show_mischief(State(pole)).await
}

async fn clear_mischief(State(pole): Pole) -> StatusCode {
    pole.stripe.courier.mischief.set(Vec::new());
    StatusCode::NO_CONTENT
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ReleaseBody {
    /// In this order; events that are not named stay held.
    events: Option<Vec<String>>,
}

async fn release(State(pole): Pole, body: Option<Json<ReleaseBody>>) -> Json<Value> {
    let order = body.and_then(|Json(body)| body.events);
    let released = pole.stripe.courier.release(order).await;
    Json(json!({"released": released}))
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RedeliverBody {
    event: String,
    #[serde(default)]
    rule: Rule,
}

/// Sends an event that was sent before once more, as Stripe may do days later.
async fn redeliver(State(pole): Pole, Json(body): Json<RedeliverBody>) -> StatusCode {
    let courier = &pole.stripe.courier;
    if courier.body(&body.event).is_none() {
        return StatusCode::NOT_FOUND;
    }
    courier.set_out(&body.event, body.rule);
    StatusCode::ACCEPTED
}

/// The body of an event as it is signed.
async fn show_event(State(pole): Pole, Path(id): Path<String>) -> Response {
    match pole.stripe.courier.body(&id) {
        Some(body) => (
            [(header::CONTENT_TYPE, "application/json")],
            body.to_string(),
        )
            .into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}
