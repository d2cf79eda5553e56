//! The mails that were sent, and the rule that the same request sends only once.

use std::collections::{BTreeMap, HashMap};
use std::sync::Mutex;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A mail as the product hands it in.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Submission {
    /// The sender, `Name <address>` or an address.
    pub(crate) from: String,
    /// One address or several.
    pub(crate) to: Recipients,
    /// The subject line.
    pub(crate) subject: String,
    /// The HTML body.
    #[serde(default)]
    pub(crate) html: String,
    /// The plain text body.
    #[serde(default)]
    pub(crate) text: String,
    /// Extra mail headers such as `List-Unsubscribe`.
    #[serde(default)]
    pub(crate) headers: BTreeMap<String, String>,
    /// Labels for the provider's own statistics.
    #[serde(default)]
    pub(crate) tags: Vec<Tag>,
    /// Where answers go.
    #[serde(default)]
    pub(crate) reply_to: Option<Recipients>,
}

/// One address or several, as the provider takes both.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub(crate) enum Recipients {
    /// A single address.
    One(String),
    /// Up to fifty.
    Many(Vec<String>),
}

impl Recipients {
    /// All of them.
    pub(crate) fn all(&self) -> Vec<String> {
        match self {
            Recipients::One(address) => vec![address.clone()],
            Recipients::Many(addresses) => addresses.clone(),
        }
    }
}

/// A label of a mail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Tag {
    /// The label's name.
    pub(crate) name: String,
    /// Its value.
    pub(crate) value: String,
}

/// A mail in the inbox.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Mail {
    /// The provider's id.
    pub(crate) id: String,
    /// The sender.
    pub(crate) from: String,
    /// The recipients.
    pub(crate) to: Vec<String>,
    /// The subject line.
    pub(crate) subject: String,
    /// The plain text body.
    pub(crate) text: String,
    /// The HTML body.
    pub(crate) html: String,
    /// Extra mail headers.
    pub(crate) headers: BTreeMap<String, String>,
    /// Labels.
    pub(crate) tags: Vec<Tag>,
    /// When it was taken, Unix milliseconds.
    pub(crate) sent_at_ms: u64,
}

/// The idempotency key was used before, for another mail.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct KeyReused;

/// All mails, and the idempotency keys they came with.
#[derive(Debug, Default)]
pub(crate) struct Inbox {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    mails: Vec<Mail>,
    by_key: HashMap<String, (Value, String)>,
}

impl Inbox {
    /// Takes a mail and returns its id. With a key that came before, the same body gives the same id and no second
    /// mail; another body is refused. `body` is the request as it came, to compare.
    pub(crate) fn take(
        &self,
        submission: &Submission,
        body: &Value,
        key: Option<&str>,
        now_ms: u64,
    ) -> Result<String, KeyReused> {
        let mut state = crate::lock(&self.state);
        if let Some((earlier, id)) = key.and_then(|key| state.by_key.get(key)) {
            return if earlier == body {
                Ok(id.clone())
            } else {
                Err(KeyReused)
            };
        }
        let id = uuid_like();
        state.mails.push(Mail {
            id: id.clone(),
            from: submission.from.clone(),
            to: submission.to.all(),
            subject: submission.subject.clone(),
            text: submission.text.clone(),
            html: submission.html.clone(),
            headers: submission.headers.clone(),
            tags: submission.tags.clone(),
            sent_at_ms: now_ms,
        });
        if let Some(key) = key {
            state
                .by_key
                .insert(key.to_owned(), (body.clone(), id.clone()));
        }
        Ok(id)
    }

    /// The mails to this address (all without one), the newest first.
    pub(crate) fn list(&self, to: Option<&str>) -> Vec<Mail> {
        let state = crate::lock(&self.state);
        let wanted = |mail: &&Mail| {
            to.is_none_or(|to| {
                mail.to
                    .iter()
                    .any(|address| bare_address(address).eq_ignore_ascii_case(bare_address(to)))
            })
        };
        state.mails.iter().rev().filter(wanted).cloned().collect()
    }

    /// Empties the inbox. Keys stay known, as they do for a day at the provider.
    pub(crate) fn clear(&self) {
        crate::lock(&self.state).mails.clear();
    }
}

/// The address in `Name <address>`.
fn bare_address(address: &str) -> &str {
    let inner = address
        .split_once('<')
        .map_or(address, |(_, rest)| rest.trim_end().trim_end_matches('>'));
    inner.trim()
}

/// An id that looks like the provider's (a UUID).
fn uuid_like() -> String {
    let digits: String = crate::ids::token(32)
        .bytes()
        .map(|byte| char::from(b"0123456789abcdef"[usize::from(byte % 16)]))
        .collect();
    [
        &digits[..8],
        &digits[8..12],
        &digits[12..16],
        &digits[16..20],
        &digits[20..],
    ]
    .join("-")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn send(inbox: &Inbox, subject: &str, key: Option<&str>) -> Result<String, KeyReused> {
        let body = json!({"from": "Call Santa <hello@example.test>", "to": ["Parent@example.test"], "subject": subject,
            "text": "123456"});
        inbox.take(
            &serde_json::from_value(body.clone()).unwrap(),
            &body,
            key,
            1,
        )
    }

    #[test]
    fn the_same_key_sends_once() {
        let inbox = Inbox::default();
        let first = send(&inbox, "code", Some("k1")).unwrap();
        assert_eq!(send(&inbox, "code", Some("k1")), Ok(first.clone()));
        assert_eq!(send(&inbox, "other", Some("k1")), Err(KeyReused));
        assert_ne!(send(&inbox, "code", Some("k2")).unwrap(), first);
        assert_ne!(
            send(&inbox, "code", None).unwrap(),
            send(&inbox, "code", None).unwrap()
        );
        assert_eq!(inbox.list(None).len(), 4);
        inbox.clear();
        assert_eq!(
            send(&inbox, "code", Some("k1")),
            Ok(first),
            "a cleared inbox does not resend"
        );
        assert_eq!(inbox.list(None), []);
    }

    #[test]
    fn mail_is_found_by_address_newest_first() {
        let inbox = Inbox::default();
        send(&inbox, "first", None).unwrap();
        send(&inbox, "second", None).unwrap();
        let subjects = |to| {
            inbox
                .list(to)
                .into_iter()
                .map(|mail| mail.subject)
                .collect::<Vec<_>>()
        };
        assert_eq!(subjects(Some("parent@example.test")), ["second", "first"]);
        assert_eq!(
            subjects(Some("stranger@example.test")),
            Vec::<String>::new()
        );
    }

    #[test]
    fn an_unknown_field_is_no_mail() {
        let body = json!({"from": "a", "to": "b", "subject": "c", "body": "d"});
        assert!(serde_json::from_value::<Submission>(body).is_err());
    }
}
