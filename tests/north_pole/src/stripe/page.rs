//! The hosted pay page, what a developer may do after the payment, and the receipt. Plain HTML, in the session's language.

use std::sync::Arc;

use axum::Form;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde::Deserialize;
use serde_json::Value;

use super::books::{DisputeStatus, Payment, PaymentStatus, Session, SessionStatus};
use super::control::Action;
use crate::north_pole::NorthPole;
use crate::page::{escape, layout, layout_in};

type Pole = State<Arc<NorthPole>>;

/// A sum in the currency's main unit: `12.50`.
pub(super) fn sum(minor: i64) -> String {
    format!("{}.{:02}", minor / 100, minor % 100)
}

/// What stands on the page, in one language.
struct Words {
    code: &'static str,
    title: &'static str,
    stand_in: &'static str,
    total: &'static str,
    tax: &'static str,
    pay: &'static str,
    pay_later: &'static str,
    decline: &'static str,
    cancel: &'static str,
    declined: &'static str,
    open: &'static str,
    paid: &'static str,
    waits: &'static str,
    failed: &'static str,
    expired: &'static str,
    refunded: &'static str,
    disputed: &'static str,
}

const DANISH: Words = Words {
    code: "da",
    title: "Betaling",
    stand_in: "Her øver vi os. Siden spiller Stripe på din egen maskine, og der trækkes ingen rigtige penge.",
    total: "I alt",
    tax: "heraf moms",
    pay: "Betal",
    pay_later: "Betal senere",
    decline: "Lad banken sige nej",
    cancel: "Fortryd og gå tilbage",
    declined: "Banken sagde nej. Du kan prøve igen.",
    open: "Købet venter på betaling.",
    paid: "Købet er betalt.",
    waits: "Købet er afsluttet, og pengene er på vej.",
    failed: "Pengene kom aldrig.",
    expired: "Købet er udløbet uden betaling.",
    refunded: "Tilbagebetalt",
    disputed: "Der er gjort indsigelse hos banken.",
};

const ENGLISH: Words = Words {
    code: "en",
    title: "Payment",
    stand_in: "This is a rehearsal. The page plays Stripe on your own machine, and no real money moves.",
    total: "Total",
    tax: "of which VAT",
    pay: "Pay",
    pay_later: "Pay later",
    decline: "Let the bank say no",
    cancel: "Cancel and go back",
    declined: "The bank said no. You can try again.",
    open: "The purchase waits for payment.",
    paid: "The purchase is paid.",
    waits: "The purchase is complete and the money is on its way.",
    failed: "The money never came.",
    expired: "The purchase expired without payment.",
    refunded: "Refunded",
    disputed: "The payment is disputed at the bank.",
};

fn words(session: &Session, headers: &HeaderMap) -> &'static Words {
    let accepted = headers
        .get(header::ACCEPT_LANGUAGE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    match session.asked["locale"].as_str().unwrap_or("auto") {
        "da" => &DANISH,
        "auto" if accepted.to_ascii_lowercase().starts_with("da") => &DANISH,
        _ => &ENGLISH,
    }
}

/// The pay page of a session that is open, and what may be done about one that isn't.
pub(super) async fn show(
    State(pole): Pole,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Response {
    let (found, _) = pole.stripe.work(|books| {
        let session = books.sessions.get(&id)?.clone();
        let payment = session
            .payment_intent
            .as_ref()
            .and_then(|intent| books.payments.get(intent).cloned());
        let dispute = books
            .disputes
            .all()
            .iter()
            .find(|dispute| session.payment_intent.as_ref() == Some(&dispute.intent))
            .map(|dispute| dispute.status);
        Some((session, payment, dispute))
    });
    let Some((session, payment, dispute)) = found else {
        return no_such_session();
    };
    let words = words(&session, &headers);
    let body = format!(
        "<p class=\"quiet\">{}</p>{}{}",
        words.stand_in,
        basket(&session, words),
        state(&session, payment.as_ref(), dispute, words)
    );
    Html(layout_in(words.code, words.title, false, &body)).into_response()
}

fn basket(session: &Session, words: &Words) -> String {
    let currency = session.currency.to_uppercase();
    let lines: String = session
        .lines
        .iter()
        .map(|line| {
            format!(
                "<p>{} × {} <span class=\"sum\">{} {currency}</span></p>",
                line.quantity,
                escape(&line.price.product_name),
                sum(line.price.unit_amount * line.quantity)
            )
        })
        .collect();
    let tax = match session.amount_tax {
        0 => String::new(),
        tax => format!(
            "<p class=\"quiet\">{} {} {currency}</p>",
            words.tax,
            sum(tax)
        ),
    };
    format!(
        "<article>{lines}<h2>{} <span class=\"sum\">{} {currency}</span></h2>{tax}</article>",
        words.total,
        sum(session.amount_total)
    )
}

fn state(
    session: &Session,
    payment: Option<&Payment>,
    dispute: Option<DisputeStatus>,
    words: &Words,
) -> String {
    let button = |action: &str, label: &str| {
        format!("<button name=\"action\" value=\"{action}\">{label}</button>")
    };
    let status = payment.map(|payment| payment.status);
    let (told, buttons) = match (session.status, status) {
        (SessionStatus::Open, _) => {
            let told = match status {
                Some(PaymentStatus::Declined) => words.declined,
                _ => words.open,
            };
            let mut buttons = button("pay", words.pay)
                + &button("pay_later", words.pay_later)
                + &button("decline", words.decline);
            if session.asked["cancel_url"].is_string() {
                buttons += &button("cancel", words.cancel);
            }
            (told, buttons + &button("expire", "Expire"))
        }
        (SessionStatus::Expired, _) => (words.expired, String::new()),
        (SessionStatus::Complete, Some(PaymentStatus::Processing)) => (
            words.waits,
            button("arrive", "Money arrives") + &button("fail", "Money never arrives"),
        ),
        (SessionStatus::Complete, Some(PaymentStatus::Succeeded)) => (
            if dispute.is_some() { words.disputed } else { words.paid },
            match dispute {
                None => {
                    "<label>Amount in the smallest unit; empty for all that is left <input name=\"amount\" \
                     inputmode=\"numeric\" pattern=\"[0-9]*\"></label>"
                        .to_owned()
                        + &button("refund", "Refund")
                        + &button("dispute", "Dispute")
                }
                Some(DisputeStatus::NeedsResponse) => {
                    button("win", "Dispute won") + &button("lose", "Dispute lost")
                }
                Some(DisputeStatus::Won) => button("refund", "Refund"),
                Some(DisputeStatus::Lost) => String::new(),
            },
        ),
        (SessionStatus::Complete, _) => (words.failed, String::new()),
    };
    let refunded = payment.map_or(0, |payment| payment.amount_refunded);
    let refunded = match refunded {
        0 => String::new(),
        amount => format!(
            "<p>{}: {} {}</p>",
            words.refunded,
            sum(amount),
            session.currency.to_uppercase()
        ),
    };
    format!("<p>{told}</p>{refunded}<form method=\"post\">{buttons}</form>")
}

/// A button of the page.
#[derive(Debug, Deserialize)]
pub(super) struct Pressed {
    action: String,
    #[serde(default)]
    amount: String,
}

/// Does what the button says, and leads where Stripe would lead.
pub(super) async fn press(
    State(pole): Pole,
    Path(id): Path<String>,
    Form(pressed): Form<Pressed>,
) -> Response {
    let Some(session) = pole.stripe.work(|books| books.sessions.get(&id).cloned()).0 else {
        return no_such_session();
    };
    let here = format!("/stripe/pay/{id}");
    if pressed.action == "cancel" {
        let back = session.asked["cancel_url"].as_str().unwrap_or(&here);
        return Redirect::to(&back.replace("{CHECKOUT_SESSION_ID}", &id)).into_response();
    }
    let Ok(action) = serde_json::from_value::<Action>(Value::String(pressed.action)) else {
        return (StatusCode::BAD_REQUEST, "No such button.").into_response();
    };
    let amount = pressed.amount.parse().ok();
    match pole
        .stripe
        .work(|books| action.perform(books, &id, amount))
        .0
    {
        Ok(()) if matches!(action, Action::Pay | Action::PayLater) => {
            let onward = session.asked["success_url"].as_str().unwrap_or(&here);
            Redirect::to(&onward.replace("{CHECKOUT_SESSION_ID}", &id)).into_response()
        }
        Ok(()) => Redirect::to(&here).into_response(),
        Err(refusal) => {
            let message = refusal.body()["error"]["message"].to_string();
            let body = format!("<p>{}</p><p><a href=\"{here}\">←</a></p>", escape(&message));
            (refusal.status, Html(layout("Refused", false, &body))).into_response()
        }
    }
}

/// The receipt of a charge.
pub(super) async fn receipt(State(pole): Pole, Path(charge): Path<String>) -> Response {
    let (found, _) = pole.stripe.work(|books| {
        let payment = books.payment_of_charge(&charge).cloned()?;
        let session = books.sessions.get(&payment.session).cloned()?;
        (payment.status == PaymentStatus::Succeeded).then_some((session, payment))
    });
    let Some((session, payment)) = found else {
        return (StatusCode::NOT_FOUND, "No such receipt.").into_response();
    };
    let words = words(&session, &HeaderMap::new());
    let refunded = match payment.amount_refunded {
        0 => String::new(),
        amount => format!("<p>{}: {}</p>", words.refunded, sum(amount)),
    };
    let body = format!(
        "<p class=\"quiet\">{}</p>{}{refunded}<p class=\"quiet\">{}</p>",
        words.stand_in,
        basket(&session, words),
        escape(&payment.charge)
    );
    Html(layout_in(words.code, words.title, false, &body)).into_response()
}

/// All sessions, the newest first.
pub(super) async fn show_all(State(pole): Pole) -> Html<String> {
    let (rows, _) = pole.stripe.work(|books| {
        let row = |session: &Session| {
            format!(
                "<article><h2><a href=\"/stripe/pay/{}\">{} {}</a></h2><p class=\"quiet\">{}, {}</p></article>",
                session.id,
                sum(session.amount_total),
                session.currency.to_uppercase(),
                super::objects::session_status(session.status),
                if session.paid { "paid" } else { "unpaid" }
            )
        };
        books.sessions.all().iter().rev().take(100).map(row).collect::<String>()
    });
    let body = if rows.is_empty() {
        "<p class=\"quiet\">No payment yet. This page looks again every two seconds.</p>".to_owned()
    } else {
        rows
    };
    Html(layout("Payments", true, &body))
}

fn no_such_session() -> Response {
    let body = "<p>No such Checkout session. Everything here goes when the program ends.</p>";
    (StatusCode::NOT_FOUND, Html(layout("Payment", false, body))).into_response()
}
