//! What Stripe holds: customers, prices, Checkout sessions, payments with their charges, refunds and disputes.
//!
//! The rules of what may become of them are in [`super::checkout`], [`super::payments`] and [`super::refunds`]. Nothing
//! here knows of time but by [`Books::turn_to`], and everything that happens is written down as an event.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::{API_VERSION, objects};

/// Key-value pairs that a client hung on an object.
pub(super) type Metadata = Map<String, Value>;

/// A customer.
#[derive(Debug, Clone)]
pub(super) struct Customer {
    pub(super) id: String,
    pub(super) created: i64,
    pub(super) deleted: bool,
    pub(super) email: Option<String>,
    pub(super) name: Option<String>,
    pub(super) description: Option<String>,
    pub(super) phone: Option<String>,
    pub(super) preferred_locales: Vec<String>,
    pub(super) metadata: Metadata,
}

/// What something costs, as configured or as said in a session.
#[derive(Debug, Clone)]
pub(super) struct Price {
    pub(super) id: String,
    pub(super) created: i64,
    pub(super) currency: String,
    pub(super) unit_amount: i64,
    pub(super) tax_behavior: String,
    pub(super) product: String,
    pub(super) product_name: String,
}

/// Something to buy, so many times.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub(super) id: String,
    pub(super) price: Price,
    pub(super) quantity: i64,
}

/// How far a session has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SessionStatus {
    Open,
    Complete,
    Expired,
}

/// A Checkout session.
#[derive(Debug, Clone)]
pub(super) struct Session {
    pub(super) id: String,
    pub(super) created: i64,
    pub(super) expires_at: i64,
    pub(super) status: SessionStatus,
    pub(super) paid: bool,
    pub(super) currency: String,
    pub(super) lines: Vec<Line>,
    pub(super) amount_subtotal: i64,
    pub(super) amount_tax: i64,
    pub(super) amount_total: i64,
    /// The parameters it was made with, checked.
    pub(super) asked: Value,
    pub(super) customer: Option<String>,
    pub(super) customer_email: Option<String>,
    pub(super) payment_intent: Option<String>,
    /// Where the stand-in was reached, for the addresses of its own pages.
    pub(super) base: String,
}

/// How far a payment has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PaymentStatus {
    /// It was declined and may be tried again.
    Declined,
    /// The money is on its way.
    Processing,
    /// The money is here.
    Succeeded,
}

/// A payment: the intent with its latest charge.
#[derive(Debug, Clone)]
pub(super) struct Payment {
    pub(super) intent: String,
    pub(super) charge: String,
    pub(super) session: String,
    pub(super) created: i64,
    pub(super) charged_at: i64,
    pub(super) status: PaymentStatus,
    pub(super) amount: i64,
    pub(super) amount_refunded: i64,
    pub(super) currency: String,
    pub(super) customer: Option<String>,
    pub(super) email: Option<String>,
    /// Description, metadata, receipt's address and statement text, as the session asked for.
    pub(super) asked: Value,
    pub(super) disputed: bool,
    pub(super) base: String,
}

/// Money that went back.
#[derive(Debug, Clone)]
pub(super) struct Refund {
    pub(super) id: String,
    pub(super) created: i64,
    pub(super) intent: String,
    pub(super) charge: String,
    pub(super) amount: i64,
    pub(super) currency: String,
    pub(super) reason: Option<String>,
    pub(super) metadata: Metadata,
}

/// How a dispute stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DisputeStatus {
    NeedsResponse,
    Won,
    Lost,
}

/// A payer who went to the bank.
#[derive(Debug, Clone)]
pub(super) struct Dispute {
    pub(super) id: String,
    pub(super) created: i64,
    pub(super) intent: String,
    pub(super) charge: String,
    pub(super) amount: i64,
    pub(super) currency: String,
    pub(super) status: DisputeStatus,
}

/// Something that happened, ready to be sent.
#[derive(Debug, Clone)]
pub(super) struct Event {
    pub(super) id: String,
    pub(super) kind: &'static str,
    pub(super) created: i64,
    /// The id of the object that it is about.
    pub(super) object: String,
    /// The body as it is signed and sent.
    pub(super) body: String,
}

/// The request that is being answered; events name it.
#[derive(Debug, Clone, Default)]
pub(super) struct Cause {
    pub(super) request: Option<String>,
    pub(super) key: Option<String>,
}

/// Objects of one kind in the order in which they were made, found by id.
#[derive(Debug)]
pub(super) struct Shelf<T> {
    items: Vec<T>,
    places: BTreeMap<String, usize>,
}

impl<T> Default for Shelf<T> {
    fn default() -> Self {
        Self {
            items: Vec::new(),
            places: BTreeMap::new(),
        }
    }
}

impl<T> Shelf<T> {
    /// Puts an object on the shelf, or in the place of the one with its id.
    pub(super) fn put(&mut self, id: &str, item: T) {
        if let Some(place) = self.places.get(id) {
            self.items[*place] = item;
        } else {
            self.places.insert(id.to_owned(), self.items.len());
            self.items.push(item);
        }
    }

    /// An object by its id.
    pub(super) fn get(&self, id: &str) -> Option<&T> {
        self.items.get(*self.places.get(id)?)
    }

    /// An object by its id, to change.
    pub(super) fn get_mut(&mut self, id: &str) -> Option<&mut T> {
        self.items.get_mut(*self.places.get(id)?)
    }

    /// All, the oldest first.
    pub(super) fn all(&self) -> &[T] {
        &self.items
    }
}

/// Everything Stripe holds.
#[derive(Debug, Default)]
pub(super) struct Books {
    pub(super) now: i64,
    pub(super) cause: Cause,
    pub(super) customers: Shelf<Customer>,
    pub(super) prices: Shelf<Price>,
    pub(super) sessions: Shelf<Session>,
    pub(super) payments: Shelf<Payment>,
    /// The intent that a charge belongs to, failed charges included.
    pub(super) charges: BTreeMap<String, String>,
    pub(super) refunds: Shelf<Refund>,
    pub(super) disputes: Shelf<Dispute>,
    /// When the next open session comes to its end.
    pub(super) next_expiry: Option<i64>,
    events: Vec<Event>,
}

impl Books {
    /// Opens the books at a moment: sessions whose time is over are expired.
    pub(super) fn turn_to(&mut self, now: i64) {
        self.now = now;
        self.cause = Cause::default();
        if self.next_expiry.is_some_and(|next| next <= now) {
            self.expire_overdue();
        }
    }

    /// Writes down that something happened to an object, as it looks now.
    pub(super) fn happened(&mut self, kind: &'static str, object: Value) {
        self.happened_from(kind, object, None);
    }

    /// The same, with the values that were changed.
    pub(super) fn happened_from(
        &mut self,
        kind: &'static str,
        object: Value,
        previous: Option<Value>,
    ) {
        let id = crate::ids::with_prefix("evt");
        let about = object["id"].as_str().unwrap_or_default().to_owned();
        let mut data = json!({"object": object});
        if let Some(previous) = previous {
            data["previous_attributes"] = previous;
        }
        let body = json!({"id": id, "object": "event", "api_version": API_VERSION, "created": self.now, "data": data,
            "livemode": false, "pending_webhooks": 1, "type": kind,
            "request": {"id": self.cause.request, "idempotency_key": self.cause.key}});
        // Indented as Stripe's are, so that whoever signs anything but the raw body is found out.
        let body = format!("{body:#}");
        self.events.push(Event {
            id,
            kind,
            created: self.now,
            object: about,
            body,
        });
    }

    /// Hands out the events that were written down since the last time.
    pub(super) fn take_events(&mut self) -> Vec<Event> {
        std::mem::take(&mut self.events)
    }

    /// A session as Stripe shows it.
    pub(super) fn session_object(&self, id: &str) -> Option<Value> {
        self.sessions.get(id).map(objects::session)
    }

    /// The payment that a charge belongs to.
    pub(super) fn payment_of_charge(&self, charge: &str) -> Option<&Payment> {
        self.payments.get(self.charges.get(charge)?)
    }
}
