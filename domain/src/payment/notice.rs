//! Notices: what an event of Stripe's means for us.
//!
//! Read loosely on purpose: only the fields that decide are looked at, so that a new field of Stripe's, or a new kind
//! of event, breaks nothing. A kind we act on that lacks what we need is unreadable, which is an alarm and not a
//! refusal: Stripe keeps sending it until we can read it. Source: Stripe's descriptions of the events
//! `checkout.session.*`, `charge.refunded` and `charge.dispute.*`.

use serde::Deserialize;
use serde_json::Value;

use super::Currency;

/// An event whose signature was checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Stripe's id of the event; the same event can come more than once.
    pub id: String,
    /// Stripe's name of its kind.
    pub kind: String,
    /// What it means.
    pub meaning: Meaning,
}

/// A payment that has been made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paid {
    /// The checkout session, which is the purchase.
    pub session: String,
    /// The payment, by which refunds and disputes name it.
    pub payment: String,
    /// What we called the purchase when we opened the session.
    pub reference: Option<String>,
    /// What was paid in all, in the smallest unit.
    pub amount_minor: u32,
    /// In which currency.
    pub currency: Currency,
}

/// What a notice means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Meaning {
    /// The money is there.
    Paid(Paid),
    /// The parent is through with the payment page; the money comes later, or never.
    Pending {
        /// The checkout session.
        session: String,
    },
    /// The money never came.
    Failed {
        /// The checkout session.
        session: String,
    },
    /// The parent left the payment page and its time is over.
    Expired {
        /// The checkout session.
        session: String,
    },
    /// Money went back.
    Refunded {
        /// The payment.
        payment: String,
        /// How much in all so far, in the smallest unit.
        refunded_minor: u32,
    },
    /// The bank claims money back, and holds it meanwhile.
    Disputed {
        /// The payment.
        payment: String,
        /// Stripe's id of the dispute.
        dispute: String,
        /// How much, in the smallest unit.
        amount_minor: u32,
    },
    /// A dispute is decided.
    DisputeClosed {
        /// The payment.
        payment: String,
        /// Stripe's id of the dispute.
        dispute: String,
        /// How much it was about, in the smallest unit.
        amount_minor: u32,
        /// Whether the money came back to us.
        won: bool,
    },
    /// Nothing that we act on.
    Nothing,
}

/// Why an event could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// It is not an event at all.
    #[error("not an event: id, type or data.object is missing")]
    NotAnEvent,
    /// A kind that we act on lacks what we need of it.
    #[error("an event of a known kind lacks a field that decides")]
    Incomplete,
}

/// The outer form of every event.
#[derive(Deserialize)]
struct Event {
    id: String,
    #[serde(rename = "type")]
    kind: String,
    data: Data,
}

#[derive(Deserialize)]
struct Data {
    object: Value,
}

impl Notice {
    /// Reads the body of a webhook.
    pub fn read(body: &[u8]) -> Result<Self, Unreadable> {
        let event: Event = serde_json::from_slice(body).map_err(|_| Unreadable::NotAnEvent)?;
        let meaning = meaning(&event.kind, &event.data.object).ok_or(Unreadable::Incomplete)?;
        Ok(Self {
            id: event.id,
            kind: event.kind,
            meaning,
        })
    }
}

/// Reads a checkout session that was asked for by us: the same meaning as the event that should have told of it.
pub fn of_session(session: &Value) -> Option<Meaning> {
    let id = text(session, "id")?;
    match (
        session["status"].as_str(),
        session["payment_status"].as_str()?,
    ) {
        (Some("expired"), _) => Some(Meaning::Expired { session: id }),
        (_, "paid") => Some(Meaning::Paid(Paid {
            session: id,
            payment: reference(session, "payment_intent")?,
            reference: text(session, "client_reference_id"),
            amount_minor: amount(session, "amount_total")?,
            currency: text(session, "currency")?.try_into().ok()?,
        })),
        (Some("complete"), _) => Some(Meaning::Pending { session: id }),
        _ => Some(Meaning::Nothing),
    }
}

fn meaning(kind: &str, object: &Value) -> Option<Meaning> {
    match kind {
        "checkout.session.completed" | "checkout.session.async_payment_succeeded" => {
            of_session(object)
        }
        "checkout.session.async_payment_failed" => Some(Meaning::Failed {
            session: text(object, "id")?,
        }),
        "checkout.session.expired" => Some(Meaning::Expired {
            session: text(object, "id")?,
        }),
        "charge.refunded" => Some(Meaning::Refunded {
            payment: reference(object, "payment_intent")?,
            refunded_minor: amount(object, "amount_refunded")?,
        }),
        "charge.dispute.created" | "charge.dispute.closed" => dispute(kind, object),
        _ => Some(Meaning::Nothing),
    }
}

fn dispute(kind: &str, object: &Value) -> Option<Meaning> {
    let status = object["status"].as_str()?;
    // An inquiry ("warning_…") moves no money.
    if status.starts_with("warning") {
        return Some(Meaning::Nothing);
    }
    let payment = reference(object, "payment_intent")?;
    let dispute = text(object, "id")?;
    let amount_minor = amount(object, "amount")?;
    Some(if kind == "charge.dispute.closed" {
        Meaning::DisputeClosed {
            payment,
            dispute,
            amount_minor,
            won: status == "won",
        }
    } else {
        Meaning::Disputed {
            payment,
            dispute,
            amount_minor,
        }
    })
}

fn text(object: &Value, name: &str) -> Option<String> {
    object[name].as_str().map(str::to_owned)
}

/// An id that Stripe may have expanded into the whole object.
fn reference(object: &Value, name: &str) -> Option<String> {
    text(object, name).or_else(|| text(&object[name], "id"))
}

fn amount(object: &Value, name: &str) -> Option<u32> {
    object[name]
        .as_u64()
        .and_then(|minor| minor.try_into().ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn read(kind: &str, object: Value) -> Result<Meaning, Unreadable> {
        let body =
            json!({ "id": "evt_1", "object": "event", "type": kind, "data": { "object": object } });
        Notice::read(body.to_string().as_bytes()).map(|notice| notice.meaning)
    }

    fn session(payment_status: &str) -> Value {
        json!({ "id": "cs_1", "object": "checkout.session", "status": "complete", "payment_status": payment_status,
            "payment_intent": "pi_1", "client_reference_id": "ours", "amount_total": 4900, "currency": "dkk", "a_new_field": {} })
    }

    #[test]
    fn money_that_is_there_is_told_by_two_kinds() {
        let paid = Meaning::Paid(Paid {
            session: "cs_1".into(),
            payment: "pi_1".into(),
            reference: Some("ours".into()),
            amount_minor: 4_900,
            currency: Currency::DKK,
        });
        for kind in [
            "checkout.session.completed",
            "checkout.session.async_payment_succeeded",
        ] {
            assert_eq!(read(kind, session("paid")).as_ref(), Ok(&paid), "{kind}");
        }
        let mut expanded = session("paid");
        expanded["payment_intent"] = json!({ "id": "pi_1" });
        assert_eq!(read("checkout.session.completed", expanded), Ok(paid));
    }

    #[test]
    fn a_completed_page_is_not_a_payment() {
        let session_id = || "cs_1".to_owned();
        for (kind, object, meaning) in [
            (
                "checkout.session.completed",
                session("unpaid"),
                Meaning::Pending {
                    session: session_id(),
                },
            ),
            (
                "checkout.session.async_payment_failed",
                session("unpaid"),
                Meaning::Failed {
                    session: session_id(),
                },
            ),
            (
                "checkout.session.expired",
                session("unpaid"),
                Meaning::Expired {
                    session: session_id(),
                },
            ),
        ] {
            assert_eq!(read(kind, object), Ok(meaning), "{kind}");
        }
    }

    #[test]
    fn refunds_and_disputes_name_their_payment() {
        let charge = json!({ "id": "ch_1", "payment_intent": "pi_1", "amount": 4900, "amount_refunded": 980 });
        assert_eq!(
            read("charge.refunded", charge),
            Ok(Meaning::Refunded {
                payment: "pi_1".into(),
                refunded_minor: 980
            })
        );
        let about = |status: &str| json!({ "id": "dp_1", "payment_intent": "pi_1", "amount": 4900, "status": status });
        assert_eq!(
            read("charge.dispute.created", about("needs_response")),
            Ok(Meaning::Disputed {
                payment: "pi_1".into(),
                dispute: "dp_1".into(),
                amount_minor: 4_900
            })
        );
        for (status, won) in [("won", true), ("lost", false)] {
            assert_eq!(
                read("charge.dispute.closed", about(status)),
                Ok(Meaning::DisputeClosed {
                    payment: "pi_1".into(),
                    dispute: "dp_1".into(),
                    amount_minor: 4_900,
                    won
                })
            );
        }
        for kind in ["charge.dispute.created", "charge.dispute.closed"] {
            assert_eq!(read(kind, about("warning_closed")), Ok(Meaning::Nothing));
        }
    }

    #[test]
    fn unknown_kinds_mean_nothing_and_incomplete_ones_are_an_alarm() {
        assert_eq!(read("customer.created", json!({})), Ok(Meaning::Nothing));
        assert_eq!(
            read("charge.refunded", json!({ "id": "ch_1" })),
            Err(Unreadable::Incomplete)
        );
        let mut without_currency = session("paid");
        without_currency["currency"] = Value::Null;
        assert_eq!(
            read("checkout.session.completed", without_currency),
            Err(Unreadable::Incomplete)
        );
        assert_eq!(Notice::read(b"{}"), Err(Unreadable::NotAnEvent));
    }

    proptest! {
        #[test]
        fn no_body_makes_it_panic(body in prop::collection::vec(any::<u8>(), 0..300)) {
            let _ = Notice::read(&body);
        }
    }
}
