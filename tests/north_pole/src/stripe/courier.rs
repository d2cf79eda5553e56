//! The courier: brings each event to the endpoint, tries again when it is not taken, and makes the mischief that a test
//! has ordered.
//!
//! Every event travels in a task of its own, so they arrive in about the order in which they happened and with no
//! promise of it, as Stripe's do. Every try is signed anew.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde::Serialize;

use super::books::Event;
use super::clock::Clock;
use super::endpoint::Endpoint;
use super::mischief::{Mischief, Rule, Spoil, is_noise};
use super::post::post;
use super::signature;

/// How old a stale signature is: just beyond the tolerance of Stripe's own libraries.
const STALE_S: i64 = 301;

/// One try.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Attempt {
    /// When, Unix milliseconds by the machine's clock.
    pub(super) at_ms: u64,
    /// The status that came back; null when none did.
    pub(super) status: Option<u16>,
    /// How it was spoiled, if it was.
    pub(super) spoiled: Option<Spoil>,
    /// Whether it was lost on purpose and never sent.
    pub(super) lost: bool,
}

impl Attempt {
    /// Whether the endpoint took it.
    fn was_taken(&self) -> bool {
        self.status
            .is_some_and(|status| (200..300).contains(&status))
    }
}

/// An event and what became of it.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Delivery {
    /// The event.
    pub(super) id: String,
    /// Its kind.
    pub(super) kind: &'static str,
    /// When it happened, Unix seconds at Stripe.
    pub(super) created: i64,
    /// The object that it is about.
    pub(super) object: String,
    /// Whether it is kept back until it is released.
    pub(super) held: bool,
    /// Copies still on their way.
    pub(super) pending: u32,
    /// All tries so far.
    pub(super) attempts: Vec<Attempt>,
    /// The body as it is signed.
    #[serde(skip)]
    pub(super) body: Arc<str>,
}

#[derive(Debug, Default)]
struct Round {
    deliveries: Vec<Delivery>,
    places: HashMap<String, usize>,
    /// Ids that are held with the rest of their rule, in the order in which they came.
    held: Vec<(String, Rule)>,
}

impl Round {
    fn get_mut(&mut self, id: &str) -> Option<&mut Delivery> {
        self.deliveries.get_mut(*self.places.get(id)?)
    }
}

/// The courier.
#[derive(Debug)]
pub(super) struct Courier {
    endpoint: Mutex<Endpoint>,
    round: Mutex<Round>,
    clock: Arc<Clock>,
    /// What shall go wrong.
    pub(super) mischief: Mischief,
}

impl Courier {
    /// A courier with nothing to bring.
    pub(super) fn new(endpoint: Endpoint, clock: Arc<Clock>) -> Self {
        Self {
            endpoint: Mutex::new(endpoint),
            round: Mutex::default(),
            clock,
            mischief: Mischief::default(),
        }
    }

    /// Where webhooks go.
    pub(super) fn endpoint(&self) -> Endpoint {
        crate::lock(&self.endpoint).clone()
    }

    /// Sends them elsewhere from now on.
    pub(super) fn set_endpoint(&self, endpoint: Endpoint) {
        *crate::lock(&self.endpoint) = endpoint;
    }

    /// All events, the oldest first.
    pub(super) fn deliveries(&self) -> Vec<Delivery> {
        crate::lock(&self.round).deliveries.clone()
    }

    /// The body of an event.
    pub(super) fn body(&self, id: &str) -> Option<Arc<str>> {
        Some(crate::lock(&self.round).get_mut(id)?.body.clone())
    }

    /// Takes new events and sets out with them, by the rules that are set or by one that is for these alone.
    pub(super) fn take(self: &Arc<Self>, events: Vec<Event>, own: Option<&Rule>) {
        let endpoint = self.endpoint();
        for event in events {
            if is_noise(event.kind) && !endpoint.noise {
                continue;
            }
            let own = own.filter(|_| !is_noise(event.kind));
            let rule = own.map_or_else(|| self.mischief.take(event.kind), Rule::clone);
            let id = event.id.clone();
            let mut round = crate::lock(&self.round);
            let place = round.deliveries.len();
            round.places.insert(id.clone(), place);
            round.deliveries.push(Delivery {
                id: event.id,
                kind: event.kind,
                created: event.created,
                object: event.object,
                held: rule.hold,
                pending: 0,
                attempts: Vec::new(),
                body: event.body.into(),
            });
            if rule.hold {
                round.held.push((id, rule));
                continue;
            }
            drop(round);
            self.set_out(&id, rule);
        }
    }

    /// Sends all copies of an event, each in a task of its own.
    pub(super) fn set_out(self: &Arc<Self>, id: &str, rule: Rule) {
        for copy in 0..=rule.duplicate {
            let rule = if copy == 0 {
                rule.clone()
            } else {
                // Only the first copy is lost or spoiled: whoever duplicates sends what is good.
                Rule {
                    delay_ms: rule.delay_ms,
                    ..Rule::default()
                }
            };
            self.count(id, 1);
            let (courier, id) = (self.clone(), id.to_owned());
            tokio::spawn(async move { courier.bring(&id, &rule).await });
        }
    }

    /// Lets held events go, one after the other in the order named (all, as they came, when none is named): the next
    /// sets out when the one before is through. Returns what was released.
    pub(super) async fn release(self: &Arc<Self>, order: Option<Vec<String>>) -> Vec<String> {
        let mut held = std::mem::take(&mut crate::lock(&self.round).held);
        if let Some(order) = order {
            let place = |id: &str| order.iter().position(|wanted| wanted == id);
            let (mut named, rest): (Vec<_>, Vec<_>) =
                held.into_iter().partition(|(id, _)| place(id).is_some());
            named.sort_by_key(|(id, _)| place(id));
            crate::lock(&self.round).held = rest;
            held = named;
        }
        for (id, _) in &held {
            self.count(id, 1);
            if let Some(delivery) = crate::lock(&self.round).get_mut(id) {
                delivery.held = false;
            }
        }
        for (id, rule) in &held {
            self.bring(id, rule).await;
            if rule.duplicate > 0 {
                let copies = Rule {
                    duplicate: rule.duplicate - 1,
                    ..Rule::default()
                };
                self.set_out(id, copies);
            }
        }
        held.into_iter().map(|(id, _)| id).collect()
    }

    /// Brings one copy of an event until it is taken or nobody wants to try again.
    async fn bring(&self, id: &str, rule: &Rule) {
        tokio::time::sleep(Duration::from_millis(rule.delay_ms)).await;
        let endpoint = self.endpoint();
        let pauses = endpoint.retries_ms.iter().map(Some).chain([None]);
        for (attempt, pause) in pauses.enumerate() {
            let lost = rule.lose_first && attempt == 0;
            let sent = attempt - usize::from(rule.lose_first && !lost);
            let spoiled = rule.spoil.filter(|_| {
                !lost && sent < rule.spoiled_deliveries.map_or(1, |many| many as usize)
            });
            let status = if lost {
                None
            } else {
                self.deliver(id, spoiled).await
            };
            let attempt = Attempt {
                at_ms: crate::unix_ms(),
                status,
                spoiled,
                lost,
            };
            let taken = attempt.was_taken();
            if let Some(delivery) = crate::lock(&self.round).get_mut(id) {
                delivery.attempts.push(attempt);
            }
            match pause {
                Some(pause) if !taken => tokio::time::sleep(Duration::from_millis(*pause)).await,
                _ => break,
            }
        }
        self.count(id, -1);
    }

    /// One try, signed now for the endpoint as it is set now.
    async fn deliver(&self, id: &str, spoiled: Option<Spoil>) -> Option<u16> {
        let endpoint = self.endpoint();
        let (url, body) = (endpoint.url?, self.body(id)?);
        let mut moment = self.clock.now();
        let mut secrets = endpoint.secrets;
        match spoiled {
            Some(Spoil::Stale) => moment -= STALE_S,
            Some(Spoil::WrongSecret) => secrets = vec!["whsec_of_somebody_else".to_owned()],
            _ => {}
        }
        let signature = signature::header(moment, &body, &secrets);
        let tampered = tampered(&body);
        let sent = match spoiled {
            Some(Spoil::Tamper) => tampered.as_bytes(),
            Some(Spoil::Truncate) => &body.as_bytes()[..body.len() / 2],
            _ => body.as_bytes(),
        };
        let signature = (spoiled != Some(Spoil::Unsigned)).then_some(signature.as_str());
        post(&url, signature, sent).await.ok()
    }

    fn count(&self, id: &str, change: i32) {
        if let Some(delivery) = crate::lock(&self.round).get_mut(id) {
            delivery.pending = delivery.pending.saturating_add_signed(change);
        }
    }
}

/// The body with nine times ten to the something more money in it: still good JSON, and worth forging.
fn tampered(body: &str) -> String {
    for field in [
        "\"amount_total\": ",
        "\"amount_refunded\": ",
        "\"amount\": ",
    ] {
        if let Some(place) = body.find(field) {
            let (before, after) = body.split_at(place + field.len());
            return format!("{before}9{after}");
        }
    }
    body.replacen("\"livemode\": false", "\"livemode\": true", 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tampered_body_is_another_and_still_json() {
        for body in [r#"{"amount_total": 9900}"#, r#"{"livemode": false}"#] {
            let changed = tampered(body);
            assert_ne!(changed, body);
            assert!(serde_json::from_str::<serde_json::Value>(&changed).is_ok());
        }
        assert!(tampered(r#"{"amount_total": 9900}"#).contains("99900"));
    }
}
