//! The account's passkeys: adding one on this device, naming, removing.

mod card;

use domain::{
    confirmation::{Proof, Purpose},
    wire::{Code, Overview, PasskeyView},
};
use leptos::prelude::*;

use crate::{
    api::{self, Failure},
    components::{
        field::{TextField, Typing},
        notice::FailureNotice,
        passkey::TroubleNotice,
        proof::ProofForm,
        shell::{Shell, Side, begin_page},
    },
    pages::for_parent,
    passkey::{self, Trouble},
    place::Place,
    problem,
    session::Session,
    words::{Text, live, put, say, text},
    work::{self, Promise},
};

/// The page.
#[component]
pub(crate) fn KeysPage() -> impl IntoView {
    for_parent(|session, overview| view! { <Keys session overview /> })
}

/// The list, kept in step with the edge by asking again after each change.
#[derive(Clone, Copy)]
struct List {
    session: Session,
    keys: RwSignal<Option<Vec<PasskeyView>>>,
    failure: RwSignal<Option<Failure>>,
}

impl List {
    async fn refresh(self) {
        match api::passkeys().await {
            Ok(keys) => self.keys.set(Some(keys)),
            Err(failure) => {
                self.session.note(&failure);
                self.failure.set(Some(failure));
            }
        }
    }
}

#[component]
fn Keys(session: Session, overview: Overview) -> impl IntoView {
    begin_page(text::keys::TITLE, Side::Parent);
    let list = List {
        session,
        keys: RwSignal::new(None),
        failure: RwSignal::new(None),
    };
    work::soon(list.refresh());
    let none = live(move || match list.keys.get() {
        Some(keys) if keys.is_empty() => put(&text::keys::NONE.into()),
        _ => String::new(),
    });
    view! {
        <Shell width="narrow">
            <a href=Place::Home.path() class="link">{say(text::common::BACK)}</a>
            <h1>{say(text::keys::TITLE)}</h1>
            <p class="lead">{say(text::keys::LEAD)}</p>
            <FailureNotice failure=list.failure />
            <p aria-live="polite">{none}</p>
            <ul class="keys">
                {work::shown(move || {
                    let keys = list.keys.get().unwrap_or_default();
                    keys.into_iter().map(|key| view! { <card::KeyCard list key /> }).collect_view()
                })}
            </ul>
            {if passkey::is_known_here() {
                view! { <Add list owner=overview.account.email /> }.into_any()
            } else {
                view! { <p class="notice">{say(text::keys::DEVICE_UNABLE)}</p> }.into_any()
            }}
        </Shell>
    }
}

/// A name, and the button that has the device make a passkey.
#[component]
fn Add(list: List, owner: String) -> impl IntoView {
    let name = RwSignal::new(passkey::device_name().to_owned());
    let trouble = RwSignal::new(None::<Trouble>);
    let waiting = RwSignal::new(false);
    let asks_proof = RwSignal::new(false);
    let add = move |proof: Option<Proof>| -> Promise<Result<(), Trouble>> {
        let owner = owner.clone();
        let wanted = domain::passkey::name(&name.get_untracked());
        Box::pin(async move {
            let wanted = wanted.ok_or_else(|| problem::foreseen(Code::InvalidPasskeyName))?;
            passkey::add(wanted, &owner, proof).await?;
            asks_proof.set(false);
            list.refresh().await;
            Ok(())
        })
    };
    let with_proof = {
        let add = add.clone();
        Callback::new(move |proof| add(Some(proof)))
    };
    let add_now = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if waiting.get_untracked() {
            return;
        }
        trouble.set(None);
        waiting.set(true);
        let added = add(None);
        work::soon(async move {
            match added.await {
                Err(Trouble::Edge(refused)) if problem::is(&refused, Code::ProofNeeded) => {
                    asks_proof.set(true);
                }
                Err(met) => trouble.set(Some(met)),
                Ok(()) => {}
            }
            waiting.set(false);
        });
    };
    view! {
        <form class="form" on:submit=add_now novalidate>
            <TextField
                id="key-name"
                label=text::keys::NAME
                hint=text::keys::NAME_HINT
                value=name
                error=Signal::stored(None::<Text>)
                typing=Typing::NAME
            />
            <button
                type="submit"
                class="button"
                disabled=waiting
                hidden=move || asks_proof.get()
            >
                {live(move || put(&if waiting.get() { text::keys::ADDING } else { text::keys::ADD }.into()))}
            </button>
            <TroubleNotice trouble />
        </form>
        <Show when=move || asks_proof.get()>
            <p>{say(text::proof::LEAD)}</p>
            <ProofForm purpose=Purpose::AddPasskey enter=text::keys::ADD deed=with_proof />
        </Show>
    }
}
