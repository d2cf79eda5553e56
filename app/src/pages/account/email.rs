//! Moving the account to another address: which one, a proof that it is the parent who asks, and the code that came there.

use domain::{
    account::EmailAddress,
    confirmation::{Proof, Purpose},
    wire::{ChangeEmail, Code, EnterCode},
};
use leptos::prelude::*;

use crate::{
    api::{self, Failure},
    components::{
        code::CodeForm,
        field::{TextField, Typing},
        proof::ProofForm,
        shell::{Shell, Side, begin_page},
    },
    pages::for_parent,
    passkey::Trouble,
    place::Place,
    problem,
    session::Session,
    words::{Text, say, text},
    work::Promise,
};

/// How far the move has come.
#[derive(Clone, Copy, PartialEq)]
enum Step {
    Address,
    Proof,
    Code,
    Done,
}

/// The page of the move.
#[component]
pub(crate) fn EmailPage() -> impl IntoView {
    begin_page(text::address::TITLE, Side::Parent);
    for_parent(|session, overview| {
        let own = overview.account.email;
        view! {
            <Shell width="narrow">
                <a href=Place::Account.path() class="link">{say(text::common::BACK)}</a>
                <h1>{say(text::address::TITLE)}</h1>
                <Steps session own />
            </Shell>
        }
    })
}

#[component]
fn Steps(session: Session, own: String) -> impl IntoView {
    let step = RwSignal::new(Step::Address);
    // What was typed stays for all the steps, and so for whoever goes back.
    let typed = RwSignal::new(String::new());
    let failure = RwSignal::new(None::<Failure>);
    let new = move || typed.get_untracked().trim().to_owned();

    let prove = Callback::new(move |proof: Proof| -> Promise<Result<(), Trouble>> {
        let change = ChangeEmail {
            email: new(),
            proof,
        };
        Box::pin(async move {
            api::change_email(&change).await?;
            failure.try_set(None);
            step.try_set(Step::Code);
            Ok(())
        })
    });
    let confirm = Callback::new(move |code: String| -> Promise<Result<(), Failure>> {
        Box::pin(async move {
            let answer = match api::confirm_email(&EnterCode { code }).await {
                Ok(()) => session.refresh().await.map(drop),
                Err(problem) => Err(problem),
            };
            match &answer {
                Ok(()) => {
                    step.try_set(Step::Done);
                }
                Err(problem) => session.note(problem),
            }
            answer
        })
    });
    move || match step.get() {
        Step::Address => view! { <Address own=own.clone() typed failure step /> }.into_any(),
        Step::Proof => view! {
            <p class="lead">{say(text::address::proof(new()))}</p>
            <ProofForm purpose=Purpose::ChangeEmail enter=text::address::NEXT deed=prove />
            {other_address(step)}
        }
        .into_any(),
        Step::Code => view! {
            <p class="lead" role="status">{say(text::code::sent_to(new()))}</p>
            <CodeForm enter=text::address::SWITCH failure deed=confirm />
            {other_address(step)}
        }
        .into_any(),
        Step::Done => {
            view! { <p class="lead" role="status">{say(text::address::done(new()))}</p> }.into_any()
        }
    }
}

/// Which address it shall be.
#[component]
fn Address(
    own: String,
    typed: RwSignal<String>,
    failure: RwSignal<Option<Failure>>,
    step: RwSignal<Step>,
) -> impl IntoView {
    let lead = text::address::lead(&own);
    let go_on = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let refused = match EmailAddress::parse(&typed.get_untracked()) {
            Err(_) => Some(Code::InvalidEmail),
            Ok(new) => (new.as_str() == own).then_some(Code::SameEmail),
        };
        failure.set(refused.map(problem::foreseen));
        if refused.is_none() {
            step.set(Step::Proof);
        }
    };
    let wrong = Signal::derive(move || Some(Text::from(problem::in_words(&failure.get()?))));
    view! {
        <p class="lead">{say(lead)}</p>
        <form class="form" on:submit=go_on novalidate>
            <TextField
                id="email"
                label=text::address::NEW
                hint=text::address::NEW_HINT
                value=typed
                error=wrong
                typing=Typing::EMAIL
                focused=true
            />
            <button type="submit" class="button">{say(text::address::NEXT)}</button>
        </form>
    }
}

fn other_address(step: RwSignal<Step>) -> impl IntoView {
    view! {
        <button type="button" class="link" on:click=move |_| step.set(Step::Address)>
            {say(text::address::OTHER)}
        </button>
    }
}
