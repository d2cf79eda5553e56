//! What shall go wrong with webhooks: rules that a test sets, each for the next events that it fits.

use std::sync::Mutex;

use serde::{Deserialize, Serialize};

/// How the body, the moment or the signature of a delivery is spoiled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Spoil {
    /// The body is changed after it was signed.
    Tamper,
    /// The signature is right and its moment 301 seconds ago.
    Stale,
    /// Signed with a secret that nobody knows.
    WrongSecret,
    /// Half of the body comes, under the signature of the whole.
    Truncate,
    /// There is no `Stripe-Signature` at all.
    Unsigned,
}

/// One rule.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Rule {
    /// Only events of this kind; without it any that is acted on, so not the noise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) kind: Option<String>,
    /// For so many events; without it until the rules are cleared.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) times: Option<u32>,
    /// Delivered so many times more than once.
    pub(super) duplicate: u32,
    /// Delivered this late.
    pub(super) delay_ms: u64,
    /// Kept back until it is released.
    pub(super) hold: bool,
    /// The first delivery never arrives; only a retry does.
    pub(super) lose_first: bool,
    /// The first deliveries are spoiled this way.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) spoil: Option<Spoil>,
    /// How many deliveries are spoiled before a good one comes: one, unless said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) spoiled_deliveries: Option<u32>,
}

/// Kinds that the product acts on. All others are noise, as a real endpoint gets it.
const ACTED_ON: [&str; 7] = [
    "checkout.session.completed",
    "checkout.session.async_payment_succeeded",
    "checkout.session.async_payment_failed",
    "checkout.session.expired",
    "charge.refunded",
    "charge.dispute.created",
    "charge.dispute.closed",
];

/// Whether an event is one that nobody acts on.
pub(super) fn is_noise(kind: &str) -> bool {
    !ACTED_ON.contains(&kind)
}

/// The rules in force.
#[derive(Debug, Default)]
pub(super) struct Mischief {
    rules: Mutex<Vec<Rule>>,
}

impl Mischief {
    /// Replaces all rules.
    pub(super) fn set(&self, rules: Vec<Rule>) {
        *crate::lock(&self.rules) = rules;
    }

    /// The rules that are not used up.
    pub(super) fn show(&self) -> Vec<Rule> {
        crate::lock(&self.rules).clone()
    }

    /// The rule for an event that is being sent now: the first that fits.
    pub(super) fn take(&self, kind: &str) -> Rule {
        let mut rules = crate::lock(&self.rules);
        let fits = |rule: &Rule| {
            let of_kind = rule
                .kind
                .as_deref()
                .map_or(!is_noise(kind), |wanted| wanted == kind);
            of_kind && rule.times != Some(0)
        };
        let Some(place) = rules.iter().position(fits) else {
            return Rule::default();
        };
        let rule = rules[place].clone();
        match &mut rules[place].times {
            Some(1) => drop(rules.remove(place)),
            Some(times) => *times -= 1,
            None => {}
        }
        rule
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_rule_that_fits_is_used_up() {
        let board = Mischief::default();
        let rules = serde_json::json!([{"kind": "charge.refunded", "hold": true}, {"times": 2, "duplicate": 1}]);
        board.set(serde_json::from_value(rules).unwrap());
        assert!(board.take("charge.refunded").hold);
        assert_eq!(
            board.take("charge.succeeded"),
            Rule::default(),
            "noise is left alone"
        );
        let twice = ["checkout.session.completed"; 3].map(|kind| board.take(kind).duplicate);
        assert_eq!(twice, [1, 1, 0]);
        assert_eq!(board.show().len(), 1, "a rule without times stays");
    }

    #[test]
    fn an_unknown_mischief_is_refused() {
        let read = |text| serde_json::from_str::<Rule>(text);
        assert!(read(r#"{"spoil":"tamper","times":1}"#).is_ok());
        assert!(read(r#"{"spoil":"burn"}"#).is_err());
        assert!(read(r#"{"dublicate":1}"#).is_err());
    }
}
