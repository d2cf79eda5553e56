//! The inbox page: for a developer who waits for a code.

use super::inbox::Mail;
use crate::page::{escape, layout};

/// Renders the mails, each with its code (if it has one) in large figures.
pub(super) fn inbox(mails: &[Mail]) -> String {
    if mails.is_empty() {
        return layout(
            "Inbox",
            true,
            "<p class=\"quiet\">No mail yet. This page looks again every two seconds.</p>",
        );
    }
    let cards: String = mails.iter().map(card).collect();
    layout("Inbox", true, &cards)
}

fn card(mail: &Mail) -> String {
    let code = code(&mail.subject).or_else(|| code(&mail.text));
    let code = code.map_or_else(String::new, |code| format!("<p class=\"code\">{code}</p>"));
    let headers: String = mail
        .headers
        .iter()
        .map(|(name, value)| {
            let line = escape(&format!("{name}: {value}"));
            format!("<p class=\"quiet\">{line}</p>")
        })
        .collect();
    format!(
        "<article><h2>{}</h2><p class=\"quiet\">{} → {}</p>{headers}{code}<pre>{}</pre></article>",
        escape(&mail.subject),
        escape(&mail.from),
        escape(&mail.to.join(", ")),
        escape(&mail.text),
    )
}

/// The first run of exactly eight digits (one space or dash in the middle is allowed), as the codes in our mail are.
fn code(text: &str) -> Option<String> {
    let joined = text.chars().collect::<Vec<_>>();
    let digit_at = |index: usize| joined.get(index).filter(|c| c.is_ascii_digit());
    (0..joined.len()).find_map(|start| {
        if start.checked_sub(1).and_then(digit_at).is_some() {
            return None;
        }
        let mut digits = String::new();
        let mut index = start;
        while digits.len() < 8 {
            match joined.get(index)? {
                c if c.is_ascii_digit() => digits.push(*c),
                ' ' | '-' if digits.len() == 4 && digit_at(index + 1).is_some() => {}
                _ => return None,
            }
            index += 1;
        }
        digit_at(index).is_none().then_some(digits)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_found_wherever_it_stands() {
        for (text, expected) in [
            ("Din kode er 48291370.", Some("48291370")),
            ("Kode: 4829 1370", Some("48291370")),
            ("4829-1370 is your code", Some("48291370")),
            ("Order 123456789 of 2026", None),
            ("no code", None),
        ] {
            assert_eq!(code(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn mail_is_shown_as_text_and_never_as_markup() {
        let mail = Mail {
            id: "1".into(),
            from: "a@b".into(),
            to: vec!["c@d".into()],
            subject: "<script>".into(),
            text: "48291370 & more".into(),
            html: String::new(),
            headers: [("List-Unsubscribe".into(), "<https://a.example>".into())].into(),
            tags: vec![],
            sent_at_ms: 0,
        };
        let page = inbox(&[mail]);
        assert!(
            page.contains("&lt;script&gt;")
                && page.contains("List-Unsubscribe: &lt;https://a.example&gt;")
                && page.contains("48291370 &amp; more")
                && !page.contains("<script>")
        );
    }
}
