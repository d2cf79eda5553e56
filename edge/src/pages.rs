//! The front pages: files that the build prerendered, filled with what this deployment says of itself; and `/`, which
//! leads a stranger to the one in their language.
//!
//! They are public and the same for everybody: nothing here reads the database, knows a parent or sets a cookie. A signed-in
//! browser is only told from a stranger's by the cookie's being there; what it is worth, `auth` finds out.

use domain::{
    Language,
    landing::{self, Fact, Facts},
    wire::{Config, headers},
};
use worker::{Env, Headers, Method, Request, Response, ResponseBuilder};

use crate::{
    Edge,
    api::config,
    cookie::{self, Cookie},
    error::{During, Fault},
    locales,
};

/// A page that the edge has a hand in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Page {
    /// `/`: a stranger is led on, whoever is signed in gets the app.
    Door,
    /// A landing page.
    Landing(Language),
    /// What is said to search engines.
    ForRobots(&'static str),
}

impl Page {
    /// The page that is asked for, if it is one of these.
    pub(crate) fn asked_for(request: &Request) -> Option<Self> {
        if !matches!(request.method(), Method::Get | Method::Head) {
            return None;
        }
        Self::at(&request.path())
    }

    fn at(path: &str) -> Option<Self> {
        match path {
            "/" => Some(Page::Door),
            "/da/" => Some(Page::Landing(Language::Da)),
            "/en/" => Some(Page::Landing(Language::En)),
            "/robots.txt" => Some(Page::ForRobots("/robots.txt")),
            "/sitemap.xml" => Some(Page::ForRobots("/sitemap.xml")),
            _ => None,
        }
    }
}

/// The answer.
pub(crate) async fn show(page: Page, request: Request, env: &Env) -> Result<Response, Fault> {
    let edge = Edge::open(env).await?;
    match page {
        Page::Door => {
            let header = |name: &str| request.headers().get(name).ok().flatten();
            let cookies = header("Cookie").unwrap_or_default();
            // Looked for in the text: taking an address apart by the rules would make the Worker 115 KB larger.
            let has_query = request.inner().url().contains('?');
            let session = Cookie::Session.read(&cookies, edge.settings.is_https());
            if has_query || session.is_some() {
                return file(&edge, "/").await;
            }
            let wanted = header("Accept-Language").unwrap_or_default();
            let language = cookie::chosen_language(&cookies)
                .unwrap_or_else(|| Language::from_accept_language(&wanted));
            led_to(language).during("leading to a front page")
        }
        Page::Landing(language) => filled(&edge, &format!("/{}/", language.tag()), language).await,
        Page::ForRobots(path) => filled(&edge, path, Language::default()).await,
    }
}

/// One of the site's files, as it lies there.
async fn file(edge: &Edge, path: &str) -> Result<Response, Fault> {
    let address = format!("{}{path}", edge.settings.public_origin);
    edge.platform.file(&address).await
}

async fn filled(edge: &Edge, path: &str, language: Language) -> Result<Response, Fault> {
    let mut answer = file(edge, path).await?;
    let text = answer.text().await.during("reading a file")?;
    let text = landing::fill(&text, &facts(edge, language))
        .map_err(|unfilled| Fault::new("filling a page", &unfilled.to_string()))?;
    let own = Headers::new();
    for (name, value) in answer.headers().entries() {
        // The file's mark and length are no longer those of the page.
        if !["etag", "content-length", "content-encoding"].contains(&name.as_str()) {
            own.set(&name, &value).during("writing a header")?;
        }
    }
    Ok(ResponseBuilder::new()
        .with_headers(own)
        .fixed(text.into_bytes()))
}

fn led_to(language: Language) -> worker::Result<Response> {
    let own = Headers::new();
    for (name, value) in headers::for_answers() {
        own.set(name, &value)?;
    }
    own.set("Location", &format!("/{}/", language.tag()))?;
    own.set("Vary", "Accept-Language, Cookie")?;
    Ok(ResponseBuilder::new()
        .with_status(302)
        .with_headers(own)
        .empty())
}

/// What the pages may say of this deployment.
fn facts(edge: &Edge, language: Language) -> Facts {
    let config = config::public(edge);
    let text = |words: &str| Fact::Text(words.to_owned());
    let origin = &edge.settings.public_origin;
    Facts::from([
        ("origin", text(origin)),
        ("operator", text(&config.operator_name)),
        ("number", text(&config.operator_number)),
        ("address", text(&config.operator_address)),
        ("support", text(&config.support_email)),
        (
            "nothing_kept_by_openai",
            Fact::Holds(config.zero_data_retention),
        ),
        ("gift", text(&gift(&config, language))),
        ("sold", Fact::Holds(config.payments)),
        ("pack", Fact::Each(packs(&config, language))),
        ("vat", text(&config.vat_percent.to_string())),
    ])
}

fn gift(config: &Config, language: Language) -> String {
    match config.welcome_credits {
        0 => String::new(),
        given => locales::minutes(language, given),
    }
}

fn packs(config: &Config, language: Language) -> Vec<Facts> {
    config
        .packs
        .iter()
        .map(|pack| {
            let money = |minor| Fact::Text(locales::money(language, minor, pack.currency));
            Facts::from([
                (
                    "minutes",
                    Fact::Text(locales::minutes(language, pack.credits)),
                ),
                ("price", money(pack.price_minor)),
                ("price_a_minute", money(pack.credit_minor())),
                (
                    "price_in_figures",
                    Fact::Text(format!(
                        "{}.{:02}",
                        pack.price_minor / 100,
                        pack.price_minor % 100
                    )),
                ),
                ("currency", Fact::Text(pack.currency.code().to_uppercase())),
            ])
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_front_pages_are_ours_and_every_other_path_is_the_apps() {
        for (path, expected) in [
            ("/", Some(Page::Door)),
            ("/da/", Some(Page::Landing(Language::Da))),
            ("/en/", Some(Page::Landing(Language::En))),
            ("/da", None),
            ("/api/config", None),
            ("/robots.txt", Some(Page::ForRobots("/robots.txt"))),
        ] {
            assert_eq!(Page::at(path), expected, "{path}");
        }
    }
}
