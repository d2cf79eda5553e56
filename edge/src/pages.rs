//! Pages that the build prerendered, filled with what this deployment says of itself: the landing pages, and the first
//! screens of sign-in and dashboard, which the app takes over. `/` leads a stranger to the landing page in their language.
//!
//! They are public and the same for everybody: nothing here reads the database, knows a parent or sets a cookie. A signed-in
//! browser is only told from a stranger's by the cookie's being there; what it is worth, `auth` finds out.

use domain::{
    Language,
    amount::in_one_piece,
    landing::{self, Fact, Facts},
    wire::{Config, address, headers},
};
use worker::{Env, Headers, Method, Request, Response, ResponseBuilder};

use crate::{
    Edge,
    api::config,
    cookie::{self, Cookie},
    error::{During, Fault},
    locales,
};

/// What an answer depends on that depends on the visitor.
const VARY: &str = "Accept-Language, Cookie";

/// A page that the edge has a hand in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Page {
    /// `/`: a stranger is led on, whoever is signed in gets the dashboard's first screen.
    Door,
    /// Where one signs in; whoever has done so gets the dashboard's first screen here, too.
    SignIn,
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
            "/log-ind" => Some(Page::SignIn),
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
            let visitor = Visitor::behind(&request, &edge);
            match (visitor.is_signed_in, visitor.has_query) {
                (true, _) => first_screen(&edge, "dashboard", visitor.language).await,
                // Whoever was sent here on an errand signs in; the app knows how.
                (false, true) => file(&edge, "/").await,
                (false, false) => led_to(visitor.language).during("leading to a front page"),
            }
        }
        Page::SignIn => {
            let visitor = Visitor::behind(&request, &edge);
            let screen = if visitor.is_signed_in {
                "dashboard"
            } else {
                "sign_in"
            };
            first_screen(&edge, screen, visitor.language).await
        }
        Page::Landing(language) => filled(&edge, &format!("/{}/", language.tag()), language).await,
        Page::ForRobots(path) => filled(&edge, path, Language::default()).await,
    }
}

/// What a request for a page tells of who makes it.
struct Visitor {
    has_query: bool,
    is_signed_in: bool,
    /// As the app chooses it (`app/src/language.rs`), so that the first screen and the app speak the same one.
    language: Language,
}

impl Visitor {
    fn behind(request: &Request, edge: &Edge) -> Self {
        let header = |name: &str| {
            request
                .headers()
                .get(name)
                .ok()
                .flatten()
                .unwrap_or_default()
        };
        let cookies = header("Cookie");
        // Looked for in the text: taking an address apart by the rules would make the Worker 115 KB larger.
        let page = request.inner().url();
        let query = page.split_once('?').map(|(_, query)| query);
        let named = query
            .and_then(|query| address::asked(query, address::LANGUAGE))
            .and_then(Language::from_tag);
        Self {
            has_query: query.is_some(),
            is_signed_in: Cookie::Session
                .read(&cookies, edge.settings.is_https())
                .is_some(),
            language: named
                .or_else(|| cookie::chosen_language(&cookies))
                .unwrap_or_else(|| Language::from_accept_language(&header("Accept-Language"))),
        }
    }
}

/// The app's document with a first screen in it. What it holds depends on the visitor's cookies and language, so nobody
/// between us keeps it.
async fn first_screen(edge: &Edge, screen: &str, language: Language) -> Result<Response, Fault> {
    let answer = filled(
        edge,
        &format!("/first/{}/{screen}", language.tag()),
        language,
    )
    .await?;
    answer
        .headers()
        .set("Cache-Control", "private, no-cache")
        .and_then(|()| answer.headers().set("Vary", VARY))
        .during("writing a header")?;
    Ok(answer)
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
    own.set("Vary", VARY)?;
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
        ("gift", gift(&config, language)),
        ("sold", Fact::Holds(config.payments)),
        ("welcome", Fact::Each(welcome(&config, language))),
        (
            "help",
            Fact::Each(vec![Facts::from([(
                "address",
                text(&config.support_email),
            )])]),
        ),
        ("pack", Fact::Each(packs(&config, language))),
        ("vat", text(&config.vat_percent.to_string())),
    ])
}

fn gift(config: &Config, language: Language) -> Fact {
    match config.welcome_credits {
        0 => Fact::Text(String::new()),
        given => amount(&locales::minutes(language, given)),
    }
}

fn amount(written: &str) -> Fact {
    Fact::Text(in_one_piece(written))
}

/// What a newcomer is given, and what a minute costs at most when it is used up.
fn welcome(config: &Config, language: Language) -> Vec<Facts> {
    if config.welcome_credits == 0 {
        return Vec::new();
    }
    let afterwards = config.dearest_credit().map(|(minor, currency)| {
        let price = locales::money(language, minor, currency);
        Facts::from([("price", amount(&price))])
    });
    vec![Facts::from([
        ("minutes", gift(config, language)),
        ("afterwards", Fact::Each(afterwards.into_iter().collect())),
    ])]
}

fn packs(config: &Config, language: Language) -> Vec<Facts> {
    config
        .packs
        .iter()
        .map(|pack| {
            let money = |minor| amount(&locales::money(language, minor, pack.currency));
            Facts::from([
                ("minutes", amount(&locales::minutes(language, pack.credits))),
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
            ("/log-ind", Some(Page::SignIn)),
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
