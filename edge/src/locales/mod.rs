//! The words of our mail, one file a language. A key that one language lacks does not compile.

mod da;
mod en;

use domain::{Language, confirmation::Purpose, payment::Currency};
use worker::js_sys::{Date, Object, Reflect};

/// A mail that brings a code.
pub(crate) struct CodeMail {
    /// The subject; `{code}` stands for the code, so that it can be read without opening the mail.
    pub(crate) subject: &'static str,
    /// The greeting.
    pub(crate) hello: &'static str,
    /// What stands above the code.
    pub(crate) before: &'static str,
    /// What stands below it.
    pub(crate) after: &'static str,
    /// For who did not ask for it.
    pub(crate) not_you: &'static str,
    /// The closing.
    pub(crate) regards: &'static str,
    /// Where to get help; `{support}` stands for the address.
    pub(crate) support: &'static str,
}

/// The words of the mail that brings a sign-in code.
pub(crate) fn code_mail(language: Language) -> &'static CodeMail {
    match language {
        Language::Da => &da::CODE_MAIL,
        Language::En => &en::CODE_MAIL,
    }
}

/// The words of the mail that brings a confirming code.
pub(crate) fn confirmation_mail(language: Language, purpose: Purpose) -> &'static CodeMail {
    match (language, purpose) {
        (Language::Da, Purpose::DeleteAccount) => &da::DELETE_ACCOUNT_MAIL,
        (Language::Da, Purpose::LeaveKidMode) => &da::LEAVE_KID_MODE_MAIL,
        (Language::Da, Purpose::ChangeEmail) => &da::CHANGE_EMAIL_MAIL,
        (Language::Da, Purpose::AddPasskey) => &da::ADD_PASSKEY_MAIL,
        (Language::Da, Purpose::RemovePasskey) => &da::REMOVE_PASSKEY_MAIL,
        (Language::En, Purpose::ChangeEmail) => &en::CHANGE_EMAIL_MAIL,
        (Language::En, Purpose::AddPasskey) => &en::ADD_PASSKEY_MAIL,
        (Language::En, Purpose::RemovePasskey) => &en::REMOVE_PASSKEY_MAIL,
        (Language::En, Purpose::DeleteAccount) => &en::DELETE_ACCOUNT_MAIL,
        (Language::En, Purpose::LeaveKidMode) => &en::LEAVE_KID_MODE_MAIL,
    }
}

/// The words of the mail that brings a code to the address that an account is moving to.
pub(crate) fn address_mail(language: Language) -> &'static CodeMail {
    match language {
        Language::Da => &da::ADDRESS_MAIL,
        Language::En => &en::ADDRESS_MAIL,
    }
}

/// A letter of plain paragraphs, parted by empty lines. `{origin}` and `{support}` stand for our own addresses.
pub(crate) struct NoticeMail {
    /// The subject.
    pub(crate) subject: &'static str,
    /// What it says.
    pub(crate) body: &'static str,
}

/// The words of the letters about an account.
pub(crate) struct Notices {
    /// Somebody signed in from a new device, `{device}`.
    pub(crate) new_device: NoticeMail,
    /// The account was deleted.
    pub(crate) account_deleted: NoticeMail,
    /// The account will be deleted for want of use in `{days}` days.
    pub(crate) account_idle: NoticeMail,
    /// The account has moved to another address; to the one it left.
    pub(crate) address_left: NoticeMail,
    /// The same; to the one it moved to.
    pub(crate) address_taken_up: NoticeMail,
    /// Somebody wanted to move another account to this address.
    pub(crate) address_wanted: NoticeMail,
    /// A passkey was added from `{device}`.
    pub(crate) passkey_added: NoticeMail,
    /// A passkey was removed from `{device}`.
    pub(crate) passkey_removed: NoticeMail,
    /// Santa asked for a grown-up in a call; says nothing of why.
    pub(crate) grown_up_wanted: NoticeMail,
    /// A device in words, of `{browser}` and `{system}`.
    pub(crate) device: &'static str,
    /// A device that we have no name for.
    pub(crate) unknown_device: &'static str,
}

/// The words of the letters about an account.
pub(crate) fn notices(language: Language) -> &'static Notices {
    match language {
        Language::Da => &da::NOTICES,
        Language::En => &en::NOTICES,
    }
}

/// The words of the letters that cron writes. `{token}` stands for the token of the letter's link.
pub(crate) struct Letters {
    /// The second confirmation of a consent: given on `{day}`, to `{scope}`, in the text of `{version}` in `{shown_in}`.
    pub(crate) consent: NoticeMail,
    /// What was agreed to, calls with it.
    pub(crate) consent_with_calls: &'static str,
    /// What was agreed to where calls were not.
    pub(crate) consent_without_calls: &'static str,
    /// Danish, as one says in which language something is written.
    pub(crate) danish: &'static str,
    /// English, likewise.
    pub(crate) english: &'static str,
    /// The policy and the terms have changed; `{news}` says how.
    pub(crate) policy: NoticeMail,
    /// A version of the policy, and what is new in it, in one line that stands in the policy too.
    pub(crate) policy_news: (&'static str, &'static str),
    /// December has come. Sent only where it was ticked.
    pub(crate) season: NoticeMail,
    /// Tips for the next call. Sent only where they were ticked.
    pub(crate) tips: NoticeMail,
}

impl Letters {
    /// What a language is called.
    pub(crate) fn language_name(&self, language: Language) -> &'static str {
        match language {
            Language::Da => self.danish,
            Language::En => self.english,
        }
    }
}

/// The words of the letters that cron writes.
pub(crate) fn letters(language: Language) -> &'static Letters {
    match language {
        Language::Da => &da::LETTERS,
        Language::En => &en::LETTERS,
    }
}

/// A day in words, as it is in Denmark: "23. november 2026".
pub(crate) fn day(language: Language, at_ms: i64) -> String {
    in_words(language, &Date::new(&(at_ms as f64).into()))
}

/// The day that a version is called by: "2026-11-23" in words.
pub(crate) fn day_of_version(language: Language, version: &str) -> String {
    in_words(language, &Date::new(&version.into()))
}

fn in_words(language: Language, date: &Date) -> String {
    in_danish_time(language, date, &[("dateStyle", "long")])
}

fn in_danish_time(language: Language, date: &Date, styles: &[(&str, &str)]) -> String {
    let locale = match language {
        Language::Da => "da-DK",
        Language::En => "en-GB",
    };
    let options = Object::new();
    for (name, value) in styles.iter().chain(&[("timeZone", "Europe/Copenhagen")]) {
        // A plain object of ours takes every name; without one the words would only be shorter.
        let _ = Reflect::set(&options, &(*name).into(), &(*value).into());
    }
    date.to_locale_string(locale, &options).into()
}

/// The words about money: on Stripe's page and in the letters that confirm what was paid and what goes back.
pub(crate) struct Payments {
    /// What is bought, on the payment page: `{credits}` minutes.
    pub(crate) product: &'static str,
    /// The receipt.
    pub(crate) receipt: NoticeMail,
    /// In the receipt, the express wish that was made, in the text of `{version}`.
    pub(crate) wish: &'static str,
    /// In the receipt, where none was made.
    pub(crate) no_wish: &'static str,
    /// The receipt of a withdrawal.
    pub(crate) withdrawal: NoticeMail,
}

/// The words about money.
pub(crate) fn payments(language: Language) -> &'static Payments {
    match language {
        Language::Da => &da::PAYMENTS,
        Language::En => &en::PAYMENTS,
    }
}

/// An amount as one writes it: "49,00 kr.", "DKK 49.00".
pub(crate) fn money(language: Language, minor: u32, currency: Currency) -> String {
    let (whole, part) = (minor / 100, minor % 100);
    match language {
        Language::Da if currency == Currency::DKK => format!("{whole},{part:02} kr."),
        Language::Da => format!("{whole},{part:02} {}", currency.code().to_uppercase()),
        Language::En => format!("{} {whole}.{part:02}", currency.code().to_uppercase()),
    }
}

/// Minutes with their unit: "1 minut", "10 minutes".
pub(crate) fn minutes(language: Language, count: u32) -> String {
    let unit = match (language, count) {
        (Language::Da, 1) => "minut",
        (Language::Da, _) => "minutter",
        (Language::En, 1) => "minute",
        (Language::En, _) => "minutes",
    };
    format!("{count} {unit}")
}

/// A moment in words, to the minute, as it is in Denmark: "24. november 2026 kl. 14.05".
pub(crate) fn moment(language: Language, at_ms: i64) -> String {
    in_danish_time(
        language,
        &Date::new(&(at_ms as f64).into()),
        &[("dateStyle", "long"), ("timeStyle", "short")],
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_written_as_one_writes_it() {
        let eur = Currency::try_from("eur".to_owned()).unwrap();
        for (language, minor, currency, written) in [
            (Language::Da, 4_900, Currency::DKK, "49,00 kr."),
            (Language::Da, 605, eur, "6,05 EUR"),
            (Language::En, 4_905, Currency::DKK, "DKK 49.05"),
        ] {
            assert_eq!(money(language, minor, currency), written);
        }
    }
}
