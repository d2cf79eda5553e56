//! One passkey: its name, its days, another name, and the question before it goes.

use domain::{
    confirmation::{Proof, Purpose},
    id::PasskeyId,
    wire::{Code, PasskeyView, Proven, RenamePasskey},
};
use leptos::prelude::*;

use super::List;
use crate::{
    api::{self, Failure},
    components::{notice::FailureNotice, proof::ProofForm, question::Dialog},
    format,
    passkey::Trouble,
    problem,
    words::{live, put, say, text},
    work::{self, Promise},
};

/// The card.
#[component]
pub(super) fn KeyCard(list: List, key: PasskeyView) -> impl IntoView {
    let renaming = RwSignal::new(false);
    let failure = RwSignal::new(None::<Failure>);
    let question = Dialog::unasked();
    let PasskeyView {
        id,
        name,
        created_at_ms,
        used_at_ms,
    } = key;
    let days = live(move || {
        let added = put(&text::keys::added(format::day(created_at_ms)));
        match used_at_ms {
            Some(at_ms) => format!(
                "{added} · {}",
                put(&text::keys::used(format::moment(at_ms)))
            ),
            None => added,
        }
    });
    let written = RwSignal::new(name.clone());
    let rename_id = id.clone();
    let rename = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let id = rename_id.clone();
        let request = RenamePasskey {
            name: written.get_untracked(),
        };
        work::soon(async move {
            match api::rename_passkey(&id, &request).await {
                Ok(()) => list.refresh().await,
                Err(problem) => failure.set(Some(problem)),
            }
        });
    };
    let asks_proof = RwSignal::new(false);
    let remove = move |proof| remove(list, id.clone(), proof);
    let with_proof = {
        let remove = remove.clone();
        Callback::new(move |proof| remove(Some(proof)))
    };
    let remove_now = move |_| {
        let removal = remove(None);
        work::soon(async move {
            match removal.await {
                Err(Trouble::Edge(problem)) if problem::is(&problem, Code::ProofNeeded) => {
                    asks_proof.set(true);
                }
                Err(Trouble::Edge(problem)) => failure.set(Some(problem)),
                _ => {}
            }
        });
    };
    view! {
        <li class="card key-card">
            <h2>{name.clone()}</h2>
            <p class="field-hint">{days}</p>
            <div class="key-deeds">
                <button
                    type="button"
                    class="link"
                    aria-label=say(text::keys::rename_for(&name))
                    aria-expanded=move || renaming.get().to_string()
                    on:click=move |_| renaming.update(|open| *open = !*open)
                >
                    {say(text::keys::RENAME)}
                </button>
                <button
                    type="button"
                    class="link"
                    data-kind="danger"
                    aria-label=say(text::keys::remove_for(&name))
                    on:click=move |_| question.ask()
                >
                    {say(text::keys::REMOVE)}
                </button>
            </div>
            <form class="form" hidden=move || !renaming.get() on:submit=rename novalidate>
                <label class="field">
                    <span class="field-label">{say(text::keys::NAME)}</span>
                    <input
                        type="text"
                        autocomplete="off"
                        prop:value=written
                        on:input=move |event| written.set(event_target_value(&event))
                    />
                </label>
                <button type="submit" class="button" data-kind="quiet">
                    {say(text::keys::SAVE)}
                </button>
            </form>
            <FailureNotice failure />
            <dialog node_ref=question.0 class="question" aria-label=say(text::keys::remove_title(&name))>
                <h2>{say(text::keys::remove_title(&name))}</h2>
                <p>{say(text::keys::REMOVE_TEXT)}</p>
                <Show when=move || asks_proof.get()>
                    <p>{say(text::proof::LEAD)}</p>
                    <ProofForm
                        purpose=Purpose::RemovePasskey
                        enter=text::keys::REMOVE_CONFIRM
                        danger=true
                        deed=with_proof
                    />
                </Show>
                <div class="form-end">
                    <button
                        type="button"
                        class="button"
                        data-kind="danger"
                        hidden=move || asks_proof.get()
                        on:click=remove_now
                    >
                        {say(text::keys::REMOVE_CONFIRM)}
                    </button>
                    <button type="button" class="link" on:click=move |_| question.close()>
                        {say(text::common::CANCEL)}
                    </button>
                </div>
            </dialog>
        </li>
    }
}

/// Removes it, with a fresh proof where one is needed.
fn remove(list: List, id: PasskeyId, proof: Option<Proof>) -> Promise<Result<(), Trouble>> {
    Box::pin(async move {
        api::remove_passkey(&id, &Proven { proof }).await?;
        list.refresh().await;
        Ok(())
    })
}
