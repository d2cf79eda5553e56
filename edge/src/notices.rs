//! Notices: the letters that tell a parent what happened to the account. All of them are essential; none sells anything.
//!
//! A notice is written into the outbox in the batch that causes it and sent right after the answer, again by cron until
//! it is through. Never in here: codes, which must not lie in a table, and anything about a child.

use domain::{
    Language,
    device::Device,
    id::LetterId,
    payment::{Returned, vat_within},
};

use crate::{
    Edge,
    error::{Failure, Fault},
    locales,
    mail::{self, Letter},
    settings::Settings,
    store::{Done, Purchase},
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
    /// Santa asked for a grown-up in a call.
    GrownUpWanted,
    /// A purchase was paid, at this moment in words.
    Purchased {
        purchase: &'a Purchase,
        moment: &'a str,
    },
    /// A purchase was withdrawn from, at this moment in words.
    Withdrawn {
        purchase: &'a Purchase,
        returned: Returned,
        moment: &'a str,
    },
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
            Notice::GrownUpWanted => "grown_up_wanted",
            Notice::Purchased { .. } => "purchased",
            Notice::Withdrawn { .. } => "withdrawn",
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
            Notice::GrownUpWanted => (&words.grown_up_wanted, String::new()),
            Notice::Purchased { purchase, moment } => {
                return receipt(language, settings, purchase, moment, None);
            }
            Notice::Withdrawn {
                purchase,
                returned,
                moment,
            } => return receipt(language, settings, purchase, moment, Some(returned)),
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

/// The receipt of a purchase, or of its withdrawal.
fn receipt(
    language: Language,
    settings: &Settings,
    purchase: &Purchase,
    moment: &str,
    returned: Option<Returned>,
) -> Letter {
    let words = locales::payments(language);
    let mail = if returned.is_some() {
        &words.withdrawal
    } else {
        &words.receipt
    };
    let wish = match &purchase.express_wish {
        Some(version) => words.wish.replace("{version}", version),
        None => words.no_wish.to_owned(),
    };
    let returned = returned.unwrap_or(Returned {
        credits: 0,
        refund_minor: 0,
    });
    let money = |minor| locales::money(language, minor, purchase.currency);
    let vat_minor = vat_within(purchase.price_minor, purchase.vat_percent);
    let gaps = [
        ("{wish}", wish),
        ("{credits}", purchase.credits.to_string()),
        ("{price}", money(purchase.price_minor)),
        ("{vat}", money(vat_minor)),
        ("{percent}", purchase.vat_percent.to_string()),
        ("{purchase}", purchase.id.to_string()),
        ("{returned}", returned.credits.to_string()),
        ("{refund}", money(returned.refund_minor)),
        ("{moment}", moment.to_owned()),
        ("{seller}", settings.operator_name.clone()),
        ("{number}", settings.operator_number.clone()),
        ("{address}", settings.operator_address.clone()),
        ("{origin}", settings.public_origin.clone()),
        ("{support}", settings.support_email.clone()),
    ];
    let filled = |text: &str| {
        gaps.iter().fold(text.to_owned(), |text, (gap, value)| {
            text.replace(gap, value)
        })
    };
    mail::letter(language, filled(mail.subject), &filled(mail.body))
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
    use domain::{
        id::{PurchaseId, WalletId},
        payment::Currency,
        wire::PurchaseStatus,
    };

    #[test]
    fn every_notice_is_filled_in_both_languages_and_leads_only_to_our_own_origin() {
        let settings = Settings::read(|_| None);
        let device = Device::from_stored("Chrome/Android");
        let purchase = bought(None);
        let returned = Returned {
            credits: 7,
            refund_minor: 3_430,
        };
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
                Notice::GrownUpWanted,
                Notice::Purchased {
                    purchase: &purchase,
                    moment: "24. november 2026 kl. 14.05",
                },
                Notice::Withdrawn {
                    purchase: &purchase,
                    returned,
                    moment: "24. november 2026 kl. 14.05",
                },
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

    fn bought(express_wish: Option<&str>) -> Purchase {
        Purchase {
            id: PurchaseId::from_random([3; 16]),
            wallet_id: WalletId::from_random([4; 16]),
            pack: "ten".into(),
            credits: 10,
            price_minor: 4_900,
            currency: Currency::DKK,
            vat_percent: 25,
            express_wish: express_wish.map(str::to_owned),
            status: PurchaseStatus::Paid,
            session_id: None,
            payment_id: None,
            created_at_ms: 0,
            paid_at_ms: Some(0),
            withdrawn: 0,
            refund_booked: 0,
            dispute_booked: 0,
            own_refunds_minor: 0,
            withdrawn_at_ms: None,
        }
    }

    #[test]
    fn a_receipt_names_seller_number_price_and_tax_and_confirms_the_wish_that_was_made() {
        let settings = Settings::read(|name| {
            matches!(name, "OPERATOR_NAME" | "OPERATOR_NUMBER").then(|| format!("<{name}>"))
        });
        let letter = |purchase: &Purchase| {
            let moment = "i går";
            Notice::Purchased { purchase, moment }.letter(Language::Da, &settings)
        };
        let text = letter(&bought(Some("2026-11-01"))).text;
        for part in [
            "<OPERATOR_NAME>",
            "<OPERATOR_NUMBER>",
            "10 minutter",
            "49,00 kr.",
            "(25 %): 9,80 kr.",
            "i går",
            "»Start nu. Jeg betaler for brugte minutter, hvis jeg fortryder.«",
            "2026-11-01",
            &"03".repeat(16),
        ] {
            assert!(text.contains(part), "{part}");
        }
        let without = letter(&bought(None)).text;
        assert!(!without.contains("Start nu") && without.contains("alle pengene tilbage"));
    }
}
