//! Consent: what a parent agreed to, in which words, and when.
//!
//! A child's profile can only be made with a [`GrantedConsent`] in hand, so "consent first" is a matter of types and
//! not of remembering to check. The texts themselves are in the app's locales; what is kept is their version.

use serde::{Deserialize, Serialize};

use crate::Language;

/// The version of the consent text that is shown today. A new version asks every parent again.
pub const TEXT_VERSION: &str = "2026-11-23";

/// How we know that the person who agreed is the parent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// The person could read a code at the account's e-mail address.
    ConfirmedEmail,
    /// The person has also paid, by means that only a grown-up has.
    Payment,
}

impl Method {
    /// The name under which the store keeps it.
    pub fn as_str(self) -> &'static str {
        match self {
            Method::ConfirmedEmail => "confirmed_email",
            Method::Payment => "payment",
        }
    }
}

/// The ticks as the parent set them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ticks {
    /// The version of the text that stood beside the ticks.
    pub text_version: String,
    /// The language in which that text was shown, whatever the language of the account's mail.
    pub language: Language,
    /// "I hold custody of the child."
    pub custody: bool,
    /// "Collect my child's data" (name, age and what else I write).
    pub collect_child_data: bool,
    /// "Send it to OpenAI during a call", with the AI disclosure.
    pub send_to_openai: bool,
}

/// Why the ticks are no consent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotConsent {
    /// The text has changed since the parent read it.
    #[error("the text is not the current one")]
    OldText,
    /// Without custody nobody can consent for a child.
    #[error("custody was not confirmed")]
    NoCustody,
    /// Without this tick there is nothing to keep.
    #[error("collecting the child's data was not agreed to")]
    NoCollection,
}

/// A consent that stands: custody confirmed and collection agreed to, in the current words.
///
/// It can only be had by [`GrantedConsent::from_ticks`], or read back from a stored act by
/// [`GrantedConsent::from_stored`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GrantedConsent {
    text_version: String,
    send_to_openai: bool,
}

impl GrantedConsent {
    /// Checks what the parent ticked.
    pub fn from_ticks(ticks: &Ticks) -> Result<Self, NotConsent> {
        if ticks.text_version != TEXT_VERSION {
            Err(NotConsent::OldText)
        } else if !ticks.custody {
            Err(NotConsent::NoCustody)
        } else if !ticks.collect_child_data {
            Err(NotConsent::NoCollection)
        } else {
            Ok(Self {
                text_version: ticks.text_version.clone(),
                send_to_openai: ticks.send_to_openai,
            })
        }
    }

    /// Reads back an act of consent that was neither withdrawn nor overtaken by a new text.
    pub fn from_stored(
        text_version: &str,
        send_to_openai: bool,
        withdrawn_at_ms: Option<i64>,
    ) -> Option<Self> {
        (text_version == TEXT_VERSION && withdrawn_at_ms.is_none()).then(|| Self {
            text_version: text_version.to_owned(),
            send_to_openai,
        })
    }

    /// The version of the text that was agreed to.
    pub fn text_version(&self) -> &str {
        &self.text_version
    }

    /// Whether calls may be made: without this the profile is kept and calls are off.
    pub fn allows_calls(&self) -> bool {
        self.send_to_openai
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ticks() -> Ticks {
        Ticks {
            text_version: TEXT_VERSION.into(),
            language: Language::Da,
            custody: true,
            collect_child_data: true,
            send_to_openai: true,
        }
    }

    #[test]
    fn all_ticks_grant_and_allow_calls() {
        let granted = GrantedConsent::from_ticks(&ticks()).unwrap();
        assert!(granted.allows_calls());
        assert_eq!(granted.text_version(), TEXT_VERSION);
    }

    #[test]
    fn without_the_openai_tick_the_profile_is_kept_and_calls_are_off() {
        let granted = GrantedConsent::from_ticks(&Ticks {
            send_to_openai: false,
            ..ticks()
        })
        .unwrap();
        assert!(!granted.allows_calls());
    }

    #[test]
    fn missing_custody_collection_or_the_current_text_is_no_consent() {
        let table = [
            (
                Ticks {
                    custody: false,
                    ..ticks()
                },
                NotConsent::NoCustody,
            ),
            (
                Ticks {
                    collect_child_data: false,
                    ..ticks()
                },
                NotConsent::NoCollection,
            ),
            (
                Ticks {
                    text_version: "2020-01-01".into(),
                    ..ticks()
                },
                NotConsent::OldText,
            ),
        ];
        for (ticks, why) in table {
            assert_eq!(GrantedConsent::from_ticks(&ticks), Err(why));
        }
    }

    #[test]
    fn a_withdrawn_or_outdated_act_no_longer_stands() {
        assert!(GrantedConsent::from_stored(TEXT_VERSION, true, None).is_some());
        assert!(GrantedConsent::from_stored(TEXT_VERSION, true, Some(1)).is_none());
        assert!(GrantedConsent::from_stored("2020-01-01", true, None).is_none());
    }
}
