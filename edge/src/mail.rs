//! Mail: letters and the provider that carries them, by an HTTP API in the shape of Resend's.
//!
//! A letter is plain text and an HTML twin that says the same. No pictures, no links but to our own pages, nothing that
//! tells on the reader.

use domain::{Language, account::EmailAddress, confirmation::Purpose, wire::Code};
use worker::Method;

use crate::{
    Edge,
    error::Failure,
    journal::{Entry, note},
    locales::{self, CodeMail},
    outgoing::{Body, Outgoing},
};

/// How long the provider may take, in milliseconds.
const PATIENCE_MS: u32 = 8_000;

/// A letter that is ready to go.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Letter {
    /// What the inbox shows.
    pub(crate) subject: String,
    /// The plain text.
    pub(crate) text: String,
    /// Its twin in HTML.
    pub(crate) html: String,
}

/// What a code by mail is for.
#[derive(Clone, Copy)]
pub(crate) enum CodeFor {
    /// Signing in.
    SignIn,
    /// Confirming something that a session alone must not do.
    Confirming(Purpose),
    /// Proving the address that an account is moving to.
    NewAddress,
}

/// Sends a code. `key` is the same for every try at sending the same one.
pub(crate) async fn send_code(
    edge: &Edge,
    to: &EmailAddress,
    language: Language,
    reason: CodeFor,
    code: &str,
    key: &str,
) -> Result<(), Failure> {
    let (words, kind) = match reason {
        CodeFor::SignIn => (locales::code_mail(language), "sign-in-code"),
        CodeFor::Confirming(purpose) => (
            locales::confirmation_mail(language, purpose),
            "confirmation",
        ),
        CodeFor::NewAddress => (locales::address_mail(language), "address"),
    };
    let letter = code_letter(words, language, code, &edge.settings.support_email);
    send(edge, to, &letter, &format!("{kind}/{key}")).await
}

/// Sends a letter at once, to an address that may be nobody's yet.
pub(crate) async fn send(
    edge: &Edge,
    to: &EmailAddress,
    letter: &Letter,
    key: &str,
) -> Result<(), Failure> {
    hand_in(edge, to.as_str(), letter, None, key)
        .await
        .map_err(|_| Code::MailUnavailable.into())
}

/// Hands a letter to the provider; the error is its status, or `None` where it could not be asked. Tries with the same
/// `key` are one letter. A letter that can be turned off says where, in the headers of RFC 8058.
pub(crate) async fn hand_in(
    edge: &Edge,
    to: &str,
    letter: &Letter,
    turned_off_at: Option<&str>,
    key: &str,
) -> Result<(), Option<u16>> {
    let mut body = serde_json::json!({
        "from": edge.settings.mail_from,
        "to": [to],
        "subject": letter.subject,
        "text": letter.text,
        "html": letter.html,
    });
    if let Some(address) = turned_off_at {
        body["headers"] = serde_json::json!({
            "List-Unsubscribe": format!("<{address}>"),
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        });
    }
    let answer = Outgoing {
        method: Method::Post,
        url: format!("{}/emails", edge.settings.mail_base_url),
        key: &edge.platform.secret("MAIL_API_KEY").map_err(|_| None)?,
        headers: &[("Idempotency-Key", key)],
        body: Body::Json(body.to_string()),
        within_ms: PATIENCE_MS,
    }
    .send()
    .await;
    let status = answer.ok().map(|answer| answer.status);
    if matches!(status, Some(200..=299)) {
        return Ok(());
    }
    note(&Entry::MailRefused(status));
    Err(status)
}

/// A letter of plain paragraphs, parted by empty lines. A paragraph that is nothing but `[words](address)` is a link.
pub(crate) fn letter(language: Language, subject: String, body: &str) -> Letter {
    let paragraphs: String = body
        .split("\n\n")
        .map(|text| match link(text) {
            Some((words, address)) => format!(
                "<p style=\"margin:0 0 16px\"><a href=\"{}\" style=\"color:#9b1c1f\">{}</a></p>",
                escaped(address),
                escaped(words)
            ),
            None => paragraph(text),
        })
        .collect();
    let text: Vec<_> = body
        .split("\n\n")
        .map(|text| match link(text) {
            Some((words, address)) => format!("{words}\n{address}"),
            None => text.to_owned(),
        })
        .collect();
    Letter {
        subject,
        text: format!("{}\n", text.join("\n\n")),
        html: page(language, &paragraphs),
    }
}

/// The words and the address of a paragraph that is a link.
fn link(text: &str) -> Option<(&str, &str)> {
    text.strip_prefix('[')?.strip_suffix(')')?.split_once("](")
}

/// The sheet that every letter is written on.
fn page(language: Language, content: &str) -> String {
    format!(
        "<!doctype html><html lang=\"{}\"><head><meta charset=\"utf-8\"></head>\
         <body style=\"margin:0;padding:32px 16px;background:#f6f1e7;color:#2b2320;\
         font:17px/1.5 Georgia,'Times New Roman',serif\">\
         <div style=\"max-width:440px;margin:0 auto;padding:32px;background:#fffdf8;border-radius:16px\">\
         {content}</div></body></html>",
        language.tag()
    )
}

fn paragraph(text: &str) -> String {
    format!(
        "<p style=\"margin:0 0 16px\">{}</p>",
        escaped(text).replace('\n', "<br>")
    )
}

fn code_letter(words: &CodeMail, language: Language, code: &str, support_email: &str) -> Letter {
    // A gap in the middle makes eight digits easy to carry from one screen to another; typing it is fine too.
    let (first, second) = code.split_at(code.len() / 2);
    let code = format!("{first} {second}");
    let support = words.support.replace("{support}", support_email);
    let content = [
        paragraph(words.hello),
        paragraph(words.before),
        format!(
            "<p style=\"margin:24px 0;padding:20px;background:#f6f1e7;border-radius:12px;text-align:center;\
             font:700 36px/1.2 ui-monospace,Menlo,Consolas,monospace;letter-spacing:2px;color:#9b1c1f\">{}</p>",
            escaped(&code)
        ),
        paragraph(words.after),
        paragraph(words.not_you),
        paragraph(words.regards),
        format!("<p style=\"margin:24px 0 0;font-size:14px;color:#6b5f58\">{}</p>", escaped(&support)),
    ]
    .concat();
    Letter {
        subject: words.subject.replace("{code}", &code),
        text: format!(
            "{}\n\n{}\n\n    {code}\n\n{}\n\n{}\n\n{}\n\n{support}\n",
            words.hello, words.before, words.after, words.not_you, words.regards
        ),
        html: page(language, &content),
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every mail that carries a code, in every language.
    fn letters(support: &str) -> Vec<(Language, Letter)> {
        Language::ALL
            .into_iter()
            .flat_map(|language| {
                Purpose::ALL
                    .map(|purpose| locales::confirmation_mail(language, purpose))
                    .into_iter()
                    .chain([
                        locales::code_mail(language),
                        locales::address_mail(language),
                    ])
                    .map(move |words| (language, code_letter(words, language, "01234567", support)))
            })
            .collect()
    }

    #[test]
    fn the_code_stands_in_the_subject_and_in_both_bodies() {
        for (language, letter) in letters("help@example.dk") {
            for part in [&letter.subject, &letter.text, &letter.html] {
                assert!(part.contains("0123 4567"), "{language:?}");
                assert!(!part.contains('{'), "{language:?}: a gap was left unfilled");
            }
            assert!(letter.text.contains("help@example.dk"));
            assert!(
                letter
                    .html
                    .contains(&format!("lang=\"{}\"", language.tag()))
            );
        }
    }

    #[test]
    fn a_letter_loads_nothing_and_leads_nowhere() {
        for (_, letter) in letters("a&b@example.dk") {
            for tell_tale in ["<img", "href", "http", "url(", "<script"] {
                assert!(!letter.html.contains(tell_tale), "{tell_tale}");
            }
            assert!(letter.html.contains("a&amp;b@example.dk"));
        }
    }
}
