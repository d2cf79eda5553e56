//! The privacy policy and the terms: public, printable, and true of the deployment that shows them.
//!
//! The texts are fetched only here, one language at a time, so that they weigh on no other page. Nothing in them becomes
//! markup but what `domain::policy::document` knows.

use domain::{
    Language,
    policy::{
        Document, Facts, VERSION,
        document::{Block, Piece, Section, pieces},
    },
};
use gloo_net::http::Request;
use leptos::prelude::*;

use crate::{
    api::Failure,
    browser,
    components::{
        notice::FailureNotice,
        shell::{Shell, Side, begin_page},
    },
    format, language,
    session::Session,
    words::{Key, live, put, say, text},
    work,
};

/// What has come of fetching.
#[derive(Clone)]
enum Fetched {
    Waiting,
    Here(Language, Document),
    Failed(Failure),
}

/// The privacy policy.
#[component]
pub(crate) fn PrivacyPage() -> impl IntoView {
    page("privacy", text::policy::PRIVACY)
}

/// The terms.
#[component]
pub(crate) fn TermsPage() -> impl IntoView {
    page("terms", text::policy::TERMS)
}

fn page(name: &'static str, title: Key) -> AnyView {
    begin_page(title, Side::Parent);
    let session = Session::here();
    let fetched = RwSignal::new(Fetched::Waiting);
    let fetch = move || {
        let wanted = language::current();
        work::soon(async move {
            let answer = match document(name, wanted).await {
                // Without the deployment's facts the text would have holes.
                Ok(document) if session.config().is_none() => {
                    session.learn_config_or_fail().await.map(|()| document)
                }
                other => other,
            };
            // The visitor may have changed the language meanwhile.
            if wanted == language::current() {
                fetched.set(match answer {
                    Ok(document) => Fetched::Here(wanted, document),
                    Err(failure) => Fetched::Failed(failure),
                });
            }
        });
    };
    work::follow(fetch);
    view! {
        <Shell width="narrow">
            {move || match (fetched.get(), session.config()) {
                (Fetched::Here(spoken, document), Some(config)) if spoken == language::current() => {
                    paper(document, Facts::of(&config)).into_any()
                }
                (Fetched::Failed(failure), _) => {
                    view! {
                        <h1>{say(title)}</h1>
                        <FailureNotice failure=Signal::stored(Some(failure)) />
                        <button type="button" class="button" on:click=move |_| fetch()>
                            {say(text::common::TRY_AGAIN)}
                        </button>
                    }
                        .into_any()
                }
                _ => view! { <p class="lead" role="status">{say(text::common::WAITING)}</p> }.into_any(),
            }}
        </Shell>
    }
    .into_any()
}

/// Fetches a text.
async fn document(name: &str, language: Language) -> Result<Document, Failure> {
    let address = browser::built(&format!("locales/policy/{name}.{}.md", language.tag()));
    let answer = Request::get(&address).send().await;
    let answer = answer.map_err(|_| Failure::Unreachable)?;
    let text = answer.text().await.map_err(|_| Failure::Unreachable)?;
    Document::read(&text).map_err(|_| Failure::Unreadable)
}

fn paper(document: Document, facts: Facts) -> impl IntoView {
    let contents: Vec<_> = document
        .sections
        .iter()
        .filter(|section| !section.title.is_empty())
        .map(|section| (format!("#{}", section.anchor), section.title.clone()))
        .map(|(to, title)| view! { <li><a href=to>{title}</a></li> })
        .collect();
    let mut sections = document.sections.into_iter();
    let opening = sections
        .next()
        .map(|section| blocks(section.blocks, &facts));
    let body: Vec<_> = sections.map(|section| part(section, &facts)).collect();
    view! {
        <article class="paper">
            <h1>{document.title}</h1>
            <p class="paper-date">
                {live(move || put(&text::policy::version(format::iso_day(VERSION))))}
            </p>
            <div class="lead">{opening}</div>
            <nav class="paper-contents" aria-label=say(text::policy::CONTENTS)>
                <ol>{contents}</ol>
            </nav>
            {body}
        </article>
    }
}

fn part(section: Section, facts: &Facts) -> impl IntoView + use<> {
    view! {
        <section id=section.anchor>
            <h2>{section.title}</h2>
            {blocks(section.blocks, facts)}
        </section>
    }
}

fn blocks(blocks: Vec<Block>, facts: &Facts) -> Vec<AnyView> {
    blocks
        .into_iter()
        .filter(|block| facts.hold(&block.condition))
        .map(|block| {
            let mut texts = block.texts.iter().map(|text| line(text, facts));
            if block.is_list {
                let items: Vec<_> = texts.map(|item| view! { <li>{item}</li> }).collect();
                view! { <ul>{items}</ul> }.into_any()
            } else {
                view! { <p>{texts.next()}</p> }.into_any()
            }
        })
        .collect()
}

fn line(text: &str, facts: &Facts) -> Vec<AnyView> {
    pieces(text)
        .into_iter()
        .map(|piece| match piece {
            Piece::Plain(words) => facts.fill(words).into_any(),
            Piece::Strong(words) => view! { <strong>{facts.fill(words)}</strong> }.into_any(),
            Piece::Link(label, place) => {
                view! { <a href=facts.address(place)>{facts.fill(label)}</a> }.into_any()
            }
        })
        .collect()
}
