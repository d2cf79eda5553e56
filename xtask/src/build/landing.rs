//! The landing pages, prerendered: one template, one file of words a language, the style inside the document.

use std::path::Path;

use anyhow::{Context, Result};
use domain::{Language, landing};

use super::prerender::{self, Texts};
use crate::progress::Reporter;

/// Writes `<language>/index.html` for every language; returns the policy's `sha256-…` of the style in them.
pub fn write(report: &Reporter, out: &Path, build: &str) -> Result<String> {
    let style = prerender::style(report, "landing", build)?;
    for language in Language::ALL {
        let versioned = out.join(build.trim_start_matches('/'));
        let page = page(language, build, &style, has_greeting(&versioned, language))?;
        let folder = out.join(language.tag());
        std::fs::create_dir_all(&folder)?;
        std::fs::write(folder.join("index.html"), page)?;
    }
    Ok(prerender::hash_of(&style))
}

/// Where a language's recorded greeting lies, seen from the build folder.
pub fn greeting(language: Language) -> String {
    format!("greeting/{}.mp3", language.tag())
}

/// What Santa says there.
pub fn greeting_words(language: Language) -> Result<String> {
    texts(language)?
        .get("hero")
        .and_then(|hero| hero.get("words"))
        .cloned()
        .context("no words to greet with")
}

fn has_greeting(versioned: &Path, language: Language) -> bool {
    versioned.join(greeting(language)).exists()
}

fn texts(language: Language) -> Result<Texts> {
    prerender::texts(format!("app/locales/landing/{}.json", language.tag()))
}

fn page(language: Language, build: &str, style: &str, greets: bool) -> Result<String> {
    let template = prerender::template("app/landing.html")?;
    let texts = texts(language)?;
    prerender::fill(&template, &texts, |mark| match mark {
        "style" => Some(style.to_owned()),
        "current.da" => Some(current(language == Language::Da)),
        "current.en" => Some(current(language == Language::En)),
        "greeting" if greets => spoken(language, build, &texts),
        "greeting" => Some(String::new()),
        _ => prerender::of_language(language, build, mark),
    })
}

fn current(is_current: bool) -> String {
    if is_current {
        "aria-current=\"page\""
    } else {
        ""
    }
    .to_owned()
}

/// Where the recorded greeting lies and what it is labelled as.
fn spoken(language: Language, build: &str, texts: &Texts) -> Option<String> {
    let label = texts.get("hero").and_then(|hero| hero.get("label"))?;
    let mut html = format!(
        "data-greeting=\"{build}{}\" data-label=\"",
        greeting(language)
    );
    landing::escape_into(&mut html, label);
    Some(html + "\"")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paths;
    use domain::landing::{Fact, Facts};

    const SECTIONS: [&str; 7] = [
        "hero",
        "steps",
        "privacy",
        "prices",
        "questions",
        "closing",
        "foot",
    ];
    /// The places of the app that a landing page may lead to, beside the languages' own.
    const PLACES: [&str; 8] = [
        "/log-ind",
        "/privatliv",
        "/privacy",
        "/vilkaar",
        "/terms",
        "/fortryd",
        "/da/",
        "/en/",
    ];

    fn facts(sold: bool) -> Facts {
        let text = |words: &str| Fact::Text(words.into());
        let pack = Facts::from([
            ("minutes", text("10 minutter")),
            ("price", text("49,00 kr.")),
            ("price_a_minute", text("4,90 kr.")),
            ("price_in_figures", text("49.00")),
            ("currency", text("DKK")),
        ]);
        Facts::from([
            ("origin", text("https://callsanta.test")),
            ("operator", text("Nisse & Søn ApS")),
            ("number", text("DK 1")),
            ("address", text("Nordpolen 1")),
            ("support", text("hjaelp@callsanta.test")),
            ("nothing_kept_by_openai", Fact::Holds(sold)),
            ("gift", text(if sold { "5 minutter" } else { "" })),
            ("sold", Fact::Holds(sold)),
            (
                "pack",
                Fact::Each(if sold { vec![pack] } else { Vec::new() }),
            ),
            ("vat", text("25")),
        ])
    }

    fn filled(language: Language, sold: bool) -> String {
        let page = page(language, "/b/0/", "p{}", false).unwrap();
        landing::fill(&page, &facts(sold)).unwrap()
    }

    #[test]
    fn every_language_has_every_section_with_words_in_it() {
        for language in Language::ALL {
            for sold in [true, false] {
                let page = filled(language, sold);
                for section in SECTIONS {
                    let mark = format!("data-section=\"{section}\"");
                    let (_, after) = page.split_once(&mark).expect(section);
                    let inside = after.split("data-section").next().unwrap_or_default();
                    assert!(inside.len() > 150, "{section} in {language:?}: {inside}");
                }
                assert!(!page.contains("{{") && !page.contains("[["));
                assert_eq!(page.matches("<h1>").count(), 1);
                assert_eq!(page.contains("49,00 kr."), sold);
                assert!(page.contains("Nisse &amp; Søn ApS · "));
            }
        }
    }

    #[test]
    fn a_recorded_greeting_is_named_with_its_label_and_one_that_is_not_there_is_not() {
        for language in Language::ALL {
            let label = match language {
                Language::Da => "En AI-stemme",
                Language::En => "An AI voice",
            };
            let mark = format!(
                "data-greeting=\"/b/0/{}\" data-label=\"{label}\"",
                greeting(language)
            );
            for greets in [true, false] {
                let page = page(language, "/b/0/", "p{}", greets).unwrap();
                assert_eq!(page.contains(&mark), greets);
                assert_eq!(page.contains("data-greeting"), greets);
            }
        }
    }

    #[test]
    fn every_text_is_used_and_stands_in_both_languages() {
        let template = std::fs::read_to_string(paths::root().join("app/landing.html")).unwrap();
        let [danish, english] = Language::ALL.map(|language| texts(language).unwrap());
        for (group, entries) in &danish {
            assert_eq!(
                entries.keys().collect::<Vec<_>>(),
                english[group].keys().collect::<Vec<_>>(),
                "{group}"
            );
            for name in entries.keys() {
                let is_used = template.contains(&format!("[[{group}.{name}]]"));
                assert!(
                    is_used || (group, name.as_str()) == (&"hero".to_owned(), "label"),
                    "{group}.{name}"
                );
            }
        }
        assert_eq!(danish.len(), english.len());
    }

    #[test]
    fn every_link_leads_somewhere() {
        let routes = std::fs::read_to_string(paths::root().join("app/src/main.rs")).unwrap();
        for language in Language::ALL {
            let page = filled(language, true);
            let links: Vec<_> = page
                .split("<a ")
                .skip(1)
                .filter_map(|tag| {
                    tag.split_once("href=\"")?
                        .1
                        .split_once('"')
                        .map(|(href, _)| href)
                })
                .collect();
            assert!(links.len() > 10);
            for link in links {
                if let Some(id) = link.strip_prefix('#') {
                    assert!(page.contains(&format!("id=\"{id}\"")), "{link}");
                } else if !link.starts_with("mailto:") {
                    let path = link.split('?').next().unwrap_or_default();
                    assert!(PLACES.contains(&path), "{link}");
                    let is_routed = routes.contains(&format!("path!(\"{path}\")"));
                    let is_landing = Language::from_tag(path.trim_matches('/')).is_some();
                    assert!(is_routed || is_landing, "{link}");
                }
            }
        }
    }
}
