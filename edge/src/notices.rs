//! Notices: the letters that tell a parent what happened to the account. All of them are essential; none sells anything.
//!
//! A notice is written into the outbox in the batch that causes it and sent right after the answer, again by cron until
//! it is through. Never in here: codes, which must not lie in a table, and anything about a child.

use domain::{Language, device::Device, id::LetterId};

use crate::{
    Edge,
    error::{Failure, Fault},
    locales,
    mail::{self, Letter},
    settings::Settings,
    store::Done,
};

/// Something that a parent is told.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Notice<'a> {
    /// Somebody signed in from a browser that was not seen before.
    NewDevice(&'a Device),
    /// The account is gone.
    AccountDeleted,
    /// The account will be deleted for want of use, after so many days.
    AccountIdle(i64),
    /// The account has moved to another address; told to the one it left.
    AddressLeft,
    /// The same, told to the one it moved to.
    AddressTakenUp,
    /// Somebody wanted to move another account to this address, which has one.
    AddressWanted,
    /// A passkey was added, from this browser.
    PasskeyAdded(&'a Device),
    /// A passkey was removed, from this browser.
    PasskeyRemoved(&'a Device),
}

/// A letter for the outbox.
pub(crate) struct Posted {
    /// Its id, and the key of all its tries.
    pub(crate) id: LetterId,
    /// What kind of notice it is.
    pub(crate) kind: &'static str,
    /// Where it goes.
    pub(crate) address: String,
    /// What it says.
    pub(crate) letter: Letter,
    /// Where it is turned off, for a letter that was asked for; an essential one has no such place.
    pub(crate) unsubscribe: Option<String>,
}

impl Notice<'_> {
    fn kind(self) -> &'static str {
        match self {
            Notice::NewDevice(_) => "new_device",
            Notice::AccountDeleted => "account_deleted",
            Notice::AccountIdle(_) => "account_idle",
            Notice::AddressLeft => "address_left",
            Notice::AddressTakenUp => "address_taken_up",
            Notice::AddressWanted => "address_wanted",
            Notice::PasskeyAdded(_) => "passkey_added",
            Notice::PasskeyRemoved(_) => "passkey_removed",
        }
    }

    /// What it says.
    pub(crate) fn letter(self, language: Language, settings: &Settings) -> Letter {
        let words = locales::notices(language);
        let (mail, value) = match self {
            Notice::NewDevice(device) => (&words.new_device, in_words(device, words)),
            Notice::AccountDeleted => (&words.account_deleted, String::new()),
            Notice::AccountIdle(days) => (&words.account_idle, days.to_string()),
            Notice::AddressLeft => (&words.address_left, String::new()),
            Notice::AddressTakenUp => (&words.address_taken_up, String::new()),
            Notice::AddressWanted => (&words.address_wanted, String::new()),
            Notice::PasskeyAdded(device) => (&words.passkey_added, in_words(device, words)),
            Notice::PasskeyRemoved(device) => (&words.passkey_removed, in_words(device, words)),
        };
        let filled = |text: &str| {
            text.replace("{device}", &value)
                .replace("{days}", &value)
                .replace("{origin}", &settings.public_origin)
                .replace("{support}", &settings.support_email)
        };
        mail::letter(language, filled(mail.subject), &filled(mail.body))
    }

    /// The notice as a letter to `address`.
    pub(crate) fn to(
        self,
        edge: &Edge,
        address: String,
        language: Language,
    ) -> Result<Posted, Fault> {
        Ok(Posted {
            id: LetterId::from_random(edge.platform.random()?),
            kind: self.kind(),
            address,
            letter: self.letter(language, &edge.settings),
            unsubscribe: None,
        })
    }
}

fn in_words(device: &Device, words: &locales::Notices) -> String {
    match (device.browser.as_str(), device.system.as_str()) {
        ("", "") => words.unknown_device.to_owned(),
        (name, "") | ("", name) => name.to_owned(),
        (browser, system) => words
            .device
            .replace("{browser}", browser)
            .replace("{system}", system),
    }
}

/// Sends the letters whose turn it is and tells how many went out.
pub(crate) async fn send_waiting(edge: &Edge) -> Result<usize, Failure> {
    let mut sent = 0;
    for waiting in edge.store.letters_to_try(edge.platform.now_ms()).await? {
        let letter = Letter {
            subject: waiting.subject,
            text: waiting.text,
            html: waiting.html,
        };
        let key = format!("letter/{}", waiting.id);
        let turned_off_at = waiting.unsubscribe.as_deref();
        let done = match mail::hand_in(edge, &waiting.address, &letter, turned_off_at, &key).await {
            Ok(()) => Done::Sent,
            // No later try of the same letter would fare better; too many at a time, or a key in use, might.
            Err(Some(status))
                if (400..500).contains(&status)
                    && !matches!(status, 401 | 403 | 408 | 409 | 429) =>
            {
                Done::Refused
            }
            Err(_) => continue,
        };
        edge.store
            .letter_done(&waiting.id, done, edge.platform.now_ms())
            .await?;
        sent += usize::from(done == Done::Sent);
    }
    Ok(sent)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_notice_is_filled_in_both_languages_and_leads_only_to_our_own_origin() {
        let settings = Settings::read(|_| None);
        let device = Device::from_stored("Chrome/Android");
        for language in Language::ALL {
            for notice in [
                Notice::NewDevice(&device),
                Notice::AccountDeleted,
                Notice::AccountIdle(30),
                Notice::AddressLeft,
                Notice::AddressTakenUp,
                Notice::AddressWanted,
                Notice::PasskeyAdded(&device),
                Notice::PasskeyRemoved(&device),
            ] {
                let letter = notice.letter(language, &settings);
                for part in [&letter.subject, &letter.text, &letter.html] {
                    assert!(
                        !part.contains('{') || part.contains("<style"),
                        "{notice:?} {language:?}"
                    );
                }
                assert!(letter.text.contains("support@callsanta.space"));
                for link in letter.text.split("http").skip(1) {
                    assert!(link.starts_with("s://callsanta.space"), "{link}");
                }
                assert!(!letter.html.contains("<img") && !letter.html.contains("href"));
            }
            assert!(
                Notice::NewDevice(&device)
                    .letter(language, &settings)
                    .text
                    .contains("Chrome")
            );
            assert!(
                Notice::AccountIdle(30)
                    .letter(language, &settings)
                    .text
                    .contains("30")
            );
        }
    }
}
