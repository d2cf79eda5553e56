//! The consent: what a parent says yes to, in plain words, with three ticks and one button.
//!
//! What the text claims of OpenAI follows the deployment's flag (R1): the page promises no more than is confirmed.

use domain::{
    consent::{TEXT_VERSION, Ticks},
    wire::{Code, Config, Overview},
};
use leptos::prelude::*;

use crate::{
    api::{self, Failure},
    components::{
        field::Tick,
        notice::FailureNotice,
        shell::{Shell, Side, begin_page},
    },
    format, language,
    pages::{for_parent, way_to},
    place::Place,
    problem,
    session::Session,
    words::{Key, Text, live, put, say, text},
    work,
};

/// The page of the consent.
#[component]
pub(crate) fn ConsentPage() -> impl IntoView {
    begin_page(text::consent::TITLE, Side::Parent);
    for_parent(|session, overview| {
        view! {
            <Shell width="narrow">
                <h1>{say(text::consent::TITLE)}</h1>
                <p class="lead">{say(text::consent::LEAD)}</p>
                <Notice session />
                <Agreement session overview />
            </Shell>
        }
    })
}

/// The direct notice.
#[component]
fn Notice(session: Session) -> impl IntoView {
    let retention = live(move || {
        let confirmed = session
            .config()
            .is_some_and(|config| config.zero_data_retention);
        put(&if confirmed {
            text::consent::RETENTION_CONFIRMED
        } else {
            text::consent::RETENTION_OPEN
        }
        .into())
    });
    // A line about somebody who is not known yet is left empty rather than guessed.
    let with_config = move |words: fn(Config) -> Text| {
        live(move || {
            session
                .config()
                .map(|config| put(&words(config)))
                .unwrap_or_default()
        })
    };
    let helpers = with_config(|config| text::consent::who(config.mail_provider));
    let operator = with_config(|config| {
        text::consent::who_operator(config.operator_name, config.support_email)
    });
    view! {
        <div class="notice-text">
            {section(text::consent::WHAT_TITLE)}
            <p>{say(text::consent::WHAT)}</p>
            {section(text::consent::CALL_TITLE)}
            <p>{say(text::consent::CALL)} " " {retention}</p>
            <p>{say(text::consent::CAMERA)}</p>
            {section(text::consent::WHO_TITLE)}
            <p>{helpers}</p>
            <p>{operator}</p>
            <p><a href=Place::Privacy.path() class="link">{say(text::policy::READ_ALL)}</a></p>
        </div>
    }
}

fn section(title: Key) -> impl IntoView {
    view! { <h2>{say(title)}</h2> }
}

/// The ticks and the button.
#[component]
fn Agreement(session: Session, overview: Overview) -> impl IntoView {
    let go = way_to();
    let before = overview.consent;
    let custody = RwSignal::new(before.is_some());
    let collect = RwSignal::new(before.is_some());
    let openai = RwSignal::new(before.is_some_and(|consent| consent.allows_calls));
    let failure = RwSignal::new(None::<Failure>);
    let saving = RwSignal::new(false);
    // A tick that is set takes the complaint about it away.
    work::follow(move || {
        if custody.get() && collect.get() {
            failure.set(None);
        }
    });

    let agree = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if saving.get_untracked() {
            return;
        }
        let ticks = Ticks {
            text_version: TEXT_VERSION.into(),
            language: language::current(),
            custody: custody.get_untracked(),
            collect_child_data: collect.get_untracked(),
            send_to_openai: openai.get_untracked(),
        };
        if !ticks.custody || !ticks.collect_child_data {
            failure.set(Some(problem::foreseen(Code::ConsentIncomplete)));
            return;
        }
        saving.set(true);
        let go = go.clone();
        work::soon(async move {
            let answer = match api::grant_consent(&ticks).await {
                Ok(()) => session.refresh().await,
                Err(problem) => Err(problem),
            };
            saving.set(false);
            match answer {
                Ok(overview) => go(&Place::after_sign_in(&overview)),
                Err(problem) => {
                    session.note(&problem);
                    failure.set(Some(problem));
                }
            }
        });
    };
    view! {
        <form class="form agreement" on:submit=agree novalidate>
            <Tick id="custody" label=text::consent::CUSTODY value=custody />
            <Tick id="collect" label=text::consent::COLLECT value=collect />
            <Tick id="openai" label=text::consent::OPENAI value=openai />
            <p class="field-hint">{say(text::consent::OPENAI_HINT)}</p>
            <button type="submit" class="button" disabled=saving>
                {live(move || put(&if saving.get() { text::consent::SAVING } else { text::consent::AGREE }.into()))}
            </button>
            <FailureNotice failure />
            <p class="field-hint">
                {say(text::consent::WITHDRAW)} " "
                {live(move || put(&text::consent::version(format::iso_day(TEXT_VERSION))))}
            </p>
        </form>
    }
}
