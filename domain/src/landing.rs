//! Filling a page that the build has prerendered with what only the deployment knows: its address, its prices, who runs it.
//!
//! The marks are few on purpose: `{{name}}` is a text, `{{#name}}…{{/name}}` stands once for each entry of a list or where
//! a thing is true, `{{^name}}…{{/name}}` where it is false or nothing. Every text is escaped for HTML, so a company's `&`
//! is one. Never in here: what the page says, which is the build's affair.

use std::collections::BTreeMap;

/// What is known under a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fact {
    /// Words, as they are read.
    Text(String),
    /// Whether something holds.
    Holds(bool),
    /// Several of a kind; inside, each one's own names come before those around it.
    Each(Vec<Facts>),
}

/// Facts by their names.
pub type Facts = BTreeMap<&'static str, Fact>;

/// What is wrong with a page's marks.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unfilled {
    /// A mark that nothing is known under, or that asks for something of another kind.
    #[error("nothing fits the mark {0}")]
    Unknown(String),
    /// A mark without its end, or a passage that is never closed.
    #[error("the mark {0} does not end")]
    Open(String),
}

/// The page with every mark filled.
pub fn fill(page: &str, facts: &Facts) -> Result<String, Unfilled> {
    let mut filled = String::with_capacity(page.len());
    fill_into(&mut filled, page, &[facts])?;
    Ok(filled)
}

fn fill_into(filled: &mut String, mut rest: &str, known: &[&Facts]) -> Result<(), Unfilled> {
    while let Some((before, after)) = rest.split_once("{{") {
        filled.push_str(before);
        let (mark, after) = after
            .split_once("}}")
            .ok_or_else(|| Unfilled::Open(after.chars().take(20).collect()))?;
        rest = match mark.split_at_checked(1) {
            Some(("#", name)) => {
                let (passage, after) = passage(name, after)?;
                match find(name, known)? {
                    Fact::Holds(true) => fill_into(filled, passage, known)?,
                    Fact::Text(words) if !words.is_empty() => fill_into(filled, passage, known)?,
                    Fact::Holds(false) | Fact::Text(_) => {}
                    Fact::Each(entries) => {
                        for entry in entries {
                            let inner: Vec<_> = std::iter::once(entry)
                                .chain(known.iter().copied())
                                .collect();
                            fill_into(filled, passage, &inner)?;
                        }
                    }
                }
                after
            }
            Some(("^", name)) => {
                let (passage, after) = passage(name, after)?;
                let is_nothing = match find(name, known)? {
                    Fact::Holds(holds) => !holds,
                    Fact::Text(words) => words.is_empty(),
                    Fact::Each(entries) => entries.is_empty(),
                };
                if is_nothing {
                    fill_into(filled, passage, known)?;
                }
                after
            }
            _ => {
                match find(mark, known)? {
                    Fact::Text(words) => escape_into(filled, words),
                    _ => return Err(Unfilled::Unknown(mark.to_owned())),
                }
                after
            }
        };
    }
    filled.push_str(rest);
    Ok(())
}

/// The passage that a mark opens, and what comes after its end.
fn passage<'a>(name: &str, after: &'a str) -> Result<(&'a str, &'a str), Unfilled> {
    after
        .split_once(&format!("{{{{/{name}}}}}"))
        .ok_or_else(|| Unfilled::Open(name.to_owned()))
}

fn find<'a>(name: &str, known: &[&'a Facts]) -> Result<&'a Fact, Unfilled> {
    known
        .iter()
        .find_map(|facts| facts.get(name))
        .ok_or_else(|| Unfilled::Unknown(name.to_owned()))
}

/// Writes words so that HTML reads them as words, in a text and in an attribute.
pub fn escape_into(html: &mut String, words: &str) {
    for letter in words.chars() {
        match letter {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            other => html.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts() -> Facts {
        let pack = |minutes: &str| Facts::from([("minutes", Fact::Text(minutes.into()))]);
        Facts::from([
            ("operator", Fact::Text("Nisse & Søn <ApS>".into())),
            ("number", Fact::Text(String::new())),
            ("sold", Fact::Holds(true)),
            ("pack", Fact::Each(vec![pack("5"), pack("10")])),
            ("none", Fact::Each(Vec::new())),
        ])
    }

    #[test]
    fn marks_are_filled() {
        for (page, expected) in [
            ("no mark", "no mark"),
            ("{{operator}}", "Nisse &amp; Søn &lt;ApS&gt;"),
            ("{{#sold}}yes{{/sold}}{{^sold}}no{{/sold}}", "yes"),
            (
                "{{#number}}CVR {{number}}{{/number}}{{^number}}-{{/number}}",
                "-",
            ),
            (
                "{{#pack}}<li>{{minutes}} {{#sold}}!{{/sold}}</li>{{/pack}}",
                "<li>5 !</li><li>10 !</li>",
            ),
            ("{{^none}}empty{{/none}}{{#none}}never{{/none}}", "empty"),
        ] {
            assert_eq!(fill(page, &facts()).as_deref(), Ok(expected), "{page}");
        }
    }

    #[test]
    fn a_mark_that_nothing_fits_is_a_fault_and_not_a_hole() {
        for page in [
            "{{nobody}}",
            "{{pack}}",
            "{{#nobody}}{{/nobody}}",
            "{{#sold}}",
            "{{sold",
        ] {
            assert!(fill(page, &facts()).is_err(), "{page}");
        }
    }
}
