//! Which language the pages speak: the first choice, the switch, and fetching the words.
//!
//! The choice is the only thing that the pages store here. It is no personal data and no draft. It lies in a cookie that
//! says nothing else, so that the edge leads to the front page in that language.

use std::cell::Cell;

use domain::{
    Language,
    wire::{
        address::{self, asked},
        headers::LANGUAGE_COOKIE,
    },
};
use gloo_net::http::Request;
use leptos::prelude::*;

use crate::{browser, words};

/// How long the choice is kept, in seconds: a year.
const KEPT_SECONDS: u32 = 365 * 24 * 60 * 60;

thread_local! {
    static SPOKEN: ArcRwSignal<Language> = ArcRwSignal::new(Language::default());
    /// What was asked for last: a slow answer for an earlier wish must not win.
    static WANTED: Cell<Language> = const { Cell::new(Language::Da) };
}

/// The language in which the page speaks now.
pub(crate) fn current() -> Language {
    SPOKEN.with(Get::get)
}

/// The language for this visitor: that of the front page they come from, else what was chosen here before, else the first
/// that the browser asks for and we speak.
pub(crate) fn first_choice() -> Language {
    let search = browser::search();
    if let Some(named) = asked(&search, address::LANGUAGE).and_then(Language::from_tag) {
        // It outlasts the trip to the mail app.
        remember(named);
        return named;
    }
    choose(
        browser::cookie(LANGUAGE_COOKIE).as_deref(),
        &browser::wanted_languages(),
    )
}

fn choose(stored: Option<&str>, wanted: &[String]) -> Language {
    stored
        .and_then(Language::from_tag)
        .or_else(|| wanted.iter().find_map(|tag| Language::from_tag(tag)))
        .unwrap_or_default()
}

/// Fetches a language's words and speaks it from then on; on failure everything stays as it was.
pub(crate) async fn speak(language: Language) -> Option<()> {
    WANTED.set(language);
    let address = browser::built(&format!("locales/{}.json", language.tag()));
    let answer = Request::get(&address).send().await.ok()?;
    let json = answer.ok().then_some(answer)?.text().await.ok()?;
    if WANTED.get() == language {
        words::load(&json)?;
        browser::set_language_of_page(language.tag());
        SPOKEN.with(|spoken| spoken.set(language));
    }
    Some(())
}

/// Keeps the choice for the next visit.
pub(crate) fn remember(language: Language) {
    // A browser that stores nothing merely asks again next time.
    browser::keep_cookie(LANGUAGE_COOKIE, language.tag(), KEPT_SECONDS);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stored_choice_wins_then_the_browsers_first_that_we_speak_then_danish() {
        let wanted = |tags: &[&str]| tags.iter().map(ToString::to_string).collect::<Vec<_>>();
        let table: [(Option<&str>, &[&str], Language); 6] = [
            (None, &[], Language::Da),
            (None, &["de-DE", "en-GB", "da"], Language::En),
            (None, &["sv", "fi"], Language::Da),
            (Some("en"), &["da"], Language::En),
            (Some("da"), &["en"], Language::Da),
            (Some("rubbish"), &["en"], Language::En),
        ];
        for (stored, tags, expected) in table {
            assert_eq!(
                choose(stored, &wanted(tags)),
                expected,
                "{stored:?} {tags:?}"
            );
        }
    }
}
