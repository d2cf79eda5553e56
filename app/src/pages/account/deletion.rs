//! Deleting the account, in two steps: what goes and a code by mail, then the code and the end.

use domain::{confirmation::Purpose, wire::Code};
use leptos::prelude::*;

use crate::{
    api::{self, Failure},
    components::{
        field::{TextField, Typing},
        notice::FailureNotice,
        shell::{Shell, Side, begin_page},
    },
    pages::{for_parent, way_to},
    place::Place,
    problem,
    session::Session,
    words::{Text, say, text},
    work,
};

/// The page of the deletion.
#[component]
pub(crate) fn DeletionPage() -> impl IntoView {
    begin_page(text::deletion::TITLE, Side::Parent);
    for_parent(|session, overview| {
        let code_sent = RwSignal::new(false);
        let address = overview.account.email;
        view! {
            <Shell width="narrow">
                <h1>{say(text::deletion::TITLE)}</h1>
                {work::shown(move || {
                    if code_sent.get() {
                        view! { <LastStep session address=address.clone() /> }.into_any()
                    } else {
                        view! { <FirstStep session code_sent /> }.into_any()
                    }
                })}
                <a href=Place::Account.path() class="link">{say(text::deletion::KEEP)}</a>
            </Shell>
        }
    })
}

/// What goes, what stays, and asking for the code.
#[component]
fn FirstStep(session: Session, code_sent: RwSignal<bool>) -> impl IntoView {
    let failure = RwSignal::new(None::<Failure>);
    let sending = RwSignal::new(false);
    let send = move |_| {
        sending.set(true);
        work::soon(async move {
            let answer = api::request_confirmation(Purpose::DeleteAccount).await;
            sending.set(false);
            match answer {
                Ok(()) => code_sent.set(true),
                Err(problem) => {
                    session.note(&problem);
                    failure.set(Some(problem));
                }
            }
        });
    };
    view! {
        <p>{say(text::deletion::WHAT_GOES)}</p>
        <p>{say(text::deletion::WHAT_STAYS)}</p>
        <p>{say(text::deletion::WHEN)}</p>
        <div>
            <button type="button" class="button" data-kind="danger" disabled=sending on:click=send>
                {say(text::deletion::SEND)}
            </button>
        </div>
        <FailureNotice failure />
    }
}

/// The code, and the end.
#[component]
fn LastStep(session: Session, address: String) -> impl IntoView {
    let go = way_to();
    let code = RwSignal::new(String::new());
    let failure = RwSignal::new(None::<Failure>);
    let deleting = RwSignal::new(false);
    let delete = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(digits) = domain::account::read_sign_in_code(&code.get_untracked()) else {
            failure.set(Some(problem::foreseen(Code::WrongCode)));
            return;
        };
        deleting.set(true);
        let go = go.clone();
        work::soon(async move {
            let answer = api::delete_account(digits).await;
            deleting.set(false);
            match answer {
                Ok(()) => {
                    session.left();
                    go(&Place::Home);
                }
                Err(problem) => {
                    session.note(&problem);
                    failure.set(Some(problem));
                }
            }
        });
    };
    let wrong = Signal::derive(move || {
        let failure = failure.get()?;
        Some(Text::from(problem::in_words(&failure)))
    });
    view! {
        <p class="lead">{say(text::code::sent_to(address))}</p>
        <form class="form" on:submit=delete novalidate>
            <TextField
                id="code"
                label=text::code::LABEL
                hint=text::code::HINT
                value=code
                error=wrong
                typing=Typing::CODE
                focused=true
                class="code-input"
            />
            <button type="submit" class="button" data-kind="danger" disabled=deleting>
                {say(text::deletion::DELETE)}
            </button>
        </form>
    }
}
