//! The app's documents: the neutral shell, and those with a first screen in them that is there before the app is.
//!
//! A first screen is what the app will draw of a page before it knows anything of the visitor, in the same elements, so
//! that nothing moves when the app takes over (`public/first.js`; `tests/e2e/first_screen.spec.ts` compares the two).
//! Never in here: anything that is a person's; a document is the same for everybody who speaks its language.

use std::path::Path;

use anyhow::{Context, Result};
use domain::Language;

use super::prerender::{self, Texts};
use crate::progress::Reporter;

/// The documents with a first screen, each with its template and the text of its title.
const SCREENS: [(&str, &str); 2] = [("sign_in", "brand.tagline"), ("dashboard", "home.title")];

/// Fetched ahead with the neutral shell, which shows nothing that could wait for it.
const APP_AHEAD: &str = r#"<link rel="stylesheet" href="[[build]]style.css">
    <link rel="preload" href="[[build]]app_bg.wasm" as="fetch" type="application/wasm" crossorigin>
    <link rel="modulepreload" href="[[build]]start.js">"#;
/// What a first screen is painted with. The app, and its whole style, are fetched after it (`public/first.js`).
const SCREEN_AHEAD: &str = r#"<link rel="preload" href="[[build]]santa/still.webp" as="image" type="image/webp" fetchpriority="high">
    <link rel="preload" href="[[build]]fonts/heading.woff2" as="font" type="font/woff2" crossorigin>
    <link rel="preload" href="[[build]]fonts/text.woff2" as="font" type="font/woff2" crossorigin>
    <style>[[style]]</style>"#;
const ACCOUNT: &str = r#"<a href="/konto" class="link">[[account.link]]</a>"#;

/// Writes `index.html` and `first/<language>/<screen>.html` into the site; `build` is the versioned folder's address.
/// Returns the policy's `sha256-…` of the style inside the first screens.
pub fn write(report: &Reporter, out: &Path, build: &str) -> Result<String> {
    let style = prerender::style(report, "first", build)?;
    let index = prerender::template("app/index.html")?;
    for language in Language::ALL {
        let texts = texts(language)?;
        let folder = out.join("first").join(language.tag());
        std::fs::create_dir_all(&folder)?;
        for (screen, title) in SCREENS {
            let page = document(&index, language, build, &style, &texts, (screen, title))?;
            std::fs::write(folder.join(format!("{screen}.html")), page)?;
        }
    }
    std::fs::write(out.join("index.html"), neutral(&index, build)?)?;
    Ok(prerender::hash_of(&style))
}

/// The texts of the app, with the gaps in them turned into marks for the edge.
fn texts(language: Language) -> Result<Texts> {
    let mut texts = prerender::texts(format!("app/locales/{}.json", language.tag()))?;
    for words in texts.values_mut().flat_map(|group| group.values_mut()) {
        *words = words.replace('{', "{{").replace('}', "}}");
    }
    Ok(texts)
}

fn document(
    index: &str,
    language: Language,
    build: &str,
    style: &str,
    texts: &Texts,
    (screen, title): (&str, &str),
) -> Result<String> {
    let words = |key: &str| -> Option<String> {
        let (group, name) = key.split_once('.')?;
        texts.get(group)?.get(name).cloned()
    };
    let title = words(title).with_context(|| format!("no words for {title}"))?;
    let first = ["top", screen, "bottom"]
        .map(|part| prerender::template(&format!("app/first/{part}.html")))
        .into_iter()
        .collect::<Result<String>>()?;
    let parts = [
        ("title", format!("{title} · [[brand.name]]")),
        ("description", "[[welcome.lead]]".to_owned()),
        ("ahead", SCREEN_AHEAD.to_owned()),
        ("first", first.trim_end().to_owned()),
        (
            "account",
            if screen == "sign_in" { "" } else { ACCOUNT }.to_owned(),
        ),
    ];
    let page = put_together(index, &parts);
    prerender::fill(&page, texts, |mark| match mark {
        "style" => Some(style.to_owned()),
        _ => prerender::of_language(language, build, mark),
    })
}

/// The shell for every other page; it speaks both languages where it speaks.
fn neutral(index: &str, build: &str) -> Result<String> {
    let first = prerender::template("app/first/neutral.html")?;
    let parts = [
        ("title", "Call Santa".to_owned()),
        (
            "description",
            "Et videoopkald med Julemanden, en AI, som kender dit barns navn og ønsker. A video call with Santa, an AI.".to_owned(),
        ),
        ("ahead", APP_AHEAD.to_owned()),
        ("first", first.trim_end().to_owned()),
    ];
    prerender::fill(&put_together(index, &parts), &Texts::new(), |mark| {
        prerender::of_language(Language::default(), build, mark)
    })
}

/// Puts parts, which have marks of their own, where a document names them.
fn put_together(index: &str, parts: &[(&str, String)]) -> String {
    parts.iter().fold(index.to_owned(), |page, (name, part)| {
        page.replace(&format!("[[{name}]]"), part)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::landing::{self, Fact, Facts};

    #[test]
    fn every_screen_is_filled_by_what_the_edge_knows_and_by_little() {
        let text = |words: &str| Fact::Text(words.into());
        let index = prerender::template("app/index.html").unwrap();
        for language in Language::ALL {
            let texts = texts(language).unwrap();
            for (screen, title) in SCREENS {
                let page =
                    document(&index, language, "/b/0/", "p{}", &texts, (screen, title)).unwrap();
                let little = Facts::from([
                    ("operator", text("Nisse & Søn ApS")),
                    ("number", text("")),
                    ("address", text("")),
                    ("sold", Fact::Holds(false)),
                    ("help", Fact::Each(Vec::new())),
                    ("welcome", Fact::Each(Vec::new())),
                ]);
                let page = landing::fill(&page, &little).unwrap();
                assert!(page.contains("Nisse &amp; Søn ApS</p>"), "{page}");
                assert_eq!(page.matches("<h1>").count(), 1);
                assert!(!page.contains("{{") && !page.contains("/fortryd"));
            }
        }
    }

    #[test]
    fn the_neutral_shell_asks_nothing_of_the_edge() {
        let index = prerender::template("app/index.html").unwrap();
        let page = neutral(&index, "/b/0/").unwrap();
        assert!(page.contains("/b/0/app_bg.wasm") && !page.contains("{{"));
    }
}
