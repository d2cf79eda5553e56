//! One passkey: its name, its days, another name, and the question before it goes.

use domain::wire::{PasskeyView, RenamePasskey};
use leptos::prelude::*;

use super::List;
use crate::{
    api::{self, Failure},
    components::{
        notice::FailureNotice,
        question::{Choice, Question},
    },
    format,
    words::{live, put, say, text},
    work,
};

/// The card.
#[component]
pub(super) fn KeyCard(list: List, key: PasskeyView) -> impl IntoView {
    let renaming = RwSignal::new(false);
    let failure = RwSignal::new(None::<Failure>);
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
    let remove = move || {
        let id = id.clone();
        work::soon(async move {
            match api::remove_passkey(&id).await {
                Ok(()) => list.refresh().await,
                Err(problem) => failure.set(Some(problem)),
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
                <Question
                    button=text::keys::REMOVE
                    spoken=text::keys::remove_for(&name)
                    title=text::keys::remove_title(&name)
                    meaning=text::keys::REMOVE_TEXT
                    failure
                    choices=vec![Choice::danger(text::keys::REMOVE_CONFIRM, remove)]
                />
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
        </li>
    }
}
