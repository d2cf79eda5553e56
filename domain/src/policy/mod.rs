//! The privacy policy and the terms: their version, and what a deployment fills into them.
//!
//! The texts stand in the app's locales, one file a language, in the small form that [`document`] reads. They may say
//! nothing that the software does not do; what differs between deployments is filled in from [`Facts`], so that the page
//! is true of the deployment that shows it.

pub mod document;

pub use document::Document;

use crate::wire::Config;

/// The version of both texts, and the day from which they hold. A new version is shown to every parent once
/// and mailed to accounts in use; the letter and the policy say in one line what is new in it.
pub const VERSION: &str = "2026-11-23";

/// Whether a parent who last saw `seen` is to be told of a change; `None` is an account older than the question.
pub fn has_changed_since(seen: Option<&str>) -> bool {
    seen != Some(VERSION)
}

/// Where a link of the texts may lead: its name there, and its address, in which facts are filled in.
const PLACES: [(&str, &str); 8] = [
    ("support", "mailto:{support}"),
    ("privacy", "/privatliv"),
    ("openai", "https://openai.com/policies/eu-privacy-policy/"),
    ("cloudflare", "https://www.cloudflare.com/privacypolicy/"),
    ("stripe", "https://stripe.com/privacy"),
    ("datatilsynet", "https://www.datatilsynet.dk/"),
    ("naevneneshus", "https://naevneneshus.dk/"),
    ("terms", "/vilkaar"),
];

/// What is true of a deployment, as the texts ask for it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    config: Vec<(&'static str, String)>,
    holding: Vec<&'static str>,
}

impl Facts {
    /// The facts of a deployment.
    pub fn of(config: &Config) -> Self {
        let holding = [
            ("zero_data_retention", config.zero_data_retention),
            ("payments", config.payments),
            ("stun", !config.stun_hosts.is_empty()),
        ];
        Self {
            config: vec![
                ("operator", config.operator_name.clone()),
                ("number", config.operator_number.clone()),
                ("address", config.operator_address.clone()),
                ("support", config.support_email.clone()),
                ("mail_provider", config.mail_provider.clone()),
                ("model", config.voice_model.clone()),
                ("stun", config.stun_hosts.join(", ")),
                ("bookkeeping_years", config.bookkeeping_years.to_string()),
            ],
            holding: holding
                .into_iter()
                .filter_map(|(name, holds)| holds.then_some(name))
                .collect(),
        }
    }

    /// Whether a passage under this condition is shown: `payments`, or `!payments` for its opposite.
    pub fn hold(&self, condition: &str) -> bool {
        match condition.strip_prefix('!') {
            Some(opposite) => !self.holding.contains(&opposite),
            None => condition.is_empty() || self.holding.contains(&condition),
        }
    }

    /// Fills the facts into a text. A fact that holds braces itself is left as it is.
    pub fn fill(&self, text: &str) -> String {
        let mut filled = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            filled.push_str(before);
            let (name, after) = after.split_once('}').unwrap_or((after, ""));
            if let Some((_, value)) = self.config.iter().find(|(known, _)| *known == name) {
                filled.push_str(value);
            }
            rest = after;
        }
        filled.push_str(rest);
        filled
    }

    /// The address of a place that the texts link to; `None` for a name that is not on the list.
    pub fn address(&self, place: &str) -> Option<String> {
        PLACES
            .iter()
            .find(|(name, _)| *name == place)
            .map(|(_, address)| self.fill(address))
    }
}

#[cfg(test)]
mod tests;
