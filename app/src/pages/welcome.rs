//! The front page for a stranger: what this is, and one field.

use domain::wire::{Code, Config, RequestCode};
use leptos::prelude::*;

use crate::{
    api::{self, Failure},
    browser,
    components::{
        field::{TextField, Typing},
        notice::FailureNotice,
        passkey::PasskeySignIn,
        shell::{Shell, Side, begin_page},
    },
    format, language, onward,
    pages::way_to_address,
    place::Place,
    problem,
    session::Session,
    words::{Key, live, put, say, text},
    work,
};

/// The welcome.
#[component]
pub(crate) fn Welcome() -> impl IntoView {
    begin_page(text::brand::TAGLINE, Side::Parent);
    let session = Session::here();
    let gift = live(move || {
        session
            .config()
            .map(|config| gift(&config))
            .unwrap_or_default()
    });
    let is_on_the_way = onward::wanted().is_some();
    view! {
        <Shell width="wide">
            <div class="welcome">
                <figure class="welcome-picture">
                    <img
                        src=browser::built("santa/still.webp")
                        alt=say(text::welcome::PICTURE)
                        width="840"
                        height="840"
                    />
                </figure>
                <div class="welcome-words">
                    <h1>{say(text::welcome::TITLE)}</h1>
                    <p class="lead">{say(text::welcome::LEAD)}</p>
                    {is_on_the_way
                        .then(|| view! { <p class="news">{say(text::welcome::FIRST_SIGN_IN)}</p> })}
                    <EmailForm />
                    <PasskeySignIn />
                    <p class="welcome-gift">{gift}</p>
                </div>
            </div>
            <ul class="points">
                {point(text::welcome::POINT_AI_TITLE, text::welcome::POINT_AI)}
                {point(text::welcome::POINT_KEPT_TITLE, text::welcome::POINT_KEPT)}
                {point(text::welcome::POINT_PARENT_TITLE, text::welcome::POINT_PARENT)}
            </ul>
        </Shell>
    }
}

/// What is given, and what a minute costs when it is used up.
fn gift(config: &Config) -> String {
    if config.welcome_credits == 0 {
        return String::new();
    }
    let given = put(&text::welcome::gift(format::minutes(
        config.welcome_credits,
    )));
    let dearest = config
        .dearest_credit()
        .map(|(minor, currency)| format::money(minor, currency));
    match dearest {
        Some(price) => format!("{given} {}", put(&text::welcome::afterwards(price))),
        None => given,
    }
}

fn point(title: Key, words: Key) -> impl IntoView {
    view! {
        <li>
            <h2>{say(title)}</h2>
            <p>{say(words)}</p>
        </li>
    }
}

/// The e-mail address and the button that has a code sent.
#[component]
fn EmailForm() -> impl IntoView {
    let session = Session::here();
    let go = way_to_address();
    let code_page = onward::remembering(&Place::Code, onward::wanted().as_ref());
    let email = RwSignal::new(String::new());
    let failure = RwSignal::new(None::<Failure>);
    let sending = RwSignal::new(false);

    // Who types on has seen what was wrong.
    work::follow(move || {
        email.track();
        failure.set(None);
    });
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if sending.get_untracked() {
            return;
        }
        let address = email.get_untracked().trim().to_owned();
        if domain::account::EmailAddress::parse(&address).is_err() {
            failure.set(Some(problem::foreseen(Code::InvalidEmail)));
            return;
        }
        failure.set(None);
        sending.set(true);
        let (go, code_page) = (go.clone(), code_page.clone());
        work::soon(async move {
            let request = RequestCode {
                email: address.clone(),
                language: language::current(),
            };
            let answer = api::request_code(&request).await;
            sending.set(false);
            match answer {
                Ok(()) => {
                    session.code_sent_to.set(Some(address));
                    go(&code_page);
                }
                Err(problem) => failure.set(Some(problem)),
            }
        });
    };
    // An address that can't be one is the field's matter; all else stands below the button.
    let (field_error, other) = problem::beside_field(failure, Code::InvalidEmail);

    view! {
        <form class="form" on:submit=send novalidate>
            <TextField
                id="email"
                label=text::welcome::EMAIL
                hint=text::welcome::EMAIL_HINT
                value=email
                error=field_error
                typing=Typing::EMAIL
            />
            <button type="submit" class="button" disabled=sending>
                {live(move || put(&if sending.get() { text::welcome::SENDING } else { text::welcome::SEND }.into()))}
            </button>
            <FailureNotice failure=other />
        </form>
    }
}
