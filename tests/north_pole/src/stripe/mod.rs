//! Stripe's side of the wire: customers, hosted Checkout, payments, refunds, disputes and signed webhooks.
//!
//! Strict where Stripe is strict: an unknown, ill-typed or missing parameter, a currency that is not written in lower
//! case, an amount below the smallest, a second payment of a session and a refund of more than is left are refused, with
//! Stripe's own error bodies. What Stripe knows and this product has no use for (subscriptions, discounts, shipping) is
//! refused as an unknown parameter.
//!
//! `books` and its neighbours `checkout`, `payments` and `refunds` are the rules, free of sockets and clocks; `objects`
//! writes what they hold as Stripe would; `door` lets API requests in; `courier` brings the events out.

mod books;
pub(crate) mod checkout;
mod clock;
pub(crate) mod control;
mod courier;
mod door;
mod endpoint;
mod expand;
mod form;
mod idempotency;
mod listing;
mod mischief;
mod objects;
mod page;
mod payments;
mod post;
mod refunds;
mod refusal;
pub(crate) mod routes;
mod schema;
mod shapes;
mod signature;
#[cfg(test)]
mod tests;

use std::sync::{Arc, Mutex};

use books::Books;
use clock::Clock;
use courier::Courier;
use idempotency::Answered;
use mischief::Rule;

pub(crate) use endpoint::Endpoint;

/// The only key that is known.
pub(crate) const SECRET_KEY: &str = "sk_test_north_pole";

/// The secret that webhooks are signed with unless told otherwise.
pub(crate) const WEBHOOK_SECRET: &str = "whsec_north_pole";

/// The version of the API that is spoken.
const API_VERSION: &str = "2026-09-30.endive";

/// Stripe, as far as the product sees it.
#[derive(Debug)]
pub(crate) struct Stripe {
    books: Mutex<Books>,
    answered: Answered,
    courier: Arc<Courier>,
    clock: Arc<Clock>,
}

impl Stripe {
    /// Empty books, and a courier who knows where to go.
    pub(crate) fn new(endpoint: Endpoint) -> Self {
        let clock = Arc::new(Clock::default());
        Self {
            books: Mutex::default(),
            answered: Answered::default(),
            courier: Arc::new(Courier::new(endpoint, clock.clone())),
            clock,
        }
    }

    /// Does something with the books as they stand now, and sends out what happened. Returns the events' ids as well.
    fn work<T>(&self, act: impl FnOnce(&mut Books) -> T) -> (T, Vec<String>) {
        self.work_with(None, act)
    }

    /// The same; what happened travels by a rule of its own, if one is given, and not by those that are set.
    fn work_with<T>(
        &self,
        rule: Option<&Rule>,
        act: impl FnOnce(&mut Books) -> T,
    ) -> (T, Vec<String>) {
        let (outcome, events) = {
            let mut books = crate::lock(&self.books);
            books.turn_to(self.clock.now());
            let outcome = act(&mut books);
            (outcome, books.take_events())
        };
        let ids = events.iter().map(|event| event.id.clone()).collect();
        self.courier.take(events, rule);
        (outcome, ids)
    }
}
