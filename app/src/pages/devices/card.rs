//! One paired device: whose it is, what it may still do, and the question before it is removed.

use domain::wire::PairingView;
use leptos::{html, prelude::*};

use super::Page;
use crate::{
    api, format,
    words::{Text, live, put, say, text},
};

/// The card.
#[component]
pub(super) fn DeviceCard(page: Page, device: PairingView) -> impl IntoView {
    let question = NodeRef::<html::Dialog>::new();
    let PairingView {
        id,
        name,
        child,
        calls_left,
        last_seen_at_ms,
        ..
    } = device;
    let who = page
        .children
        .with_value(|children| {
            let child = children
                .iter()
                .find(|known| Some(&known.id) == child.as_ref())?;
            Some(Signal::stored(child.profile.name.clone()))
        })
        .unwrap_or_else(|| say(text::devices::EVERYONE));
    let calls: Text = match calls_left {
        None => text::devices::CALLS_FREE.into(),
        Some(0) => text::devices::CALLS_NONE.into(),
        Some(1) => text::devices::CALLS_ONE.into(),
        Some(count) => text::devices::calls_many(count),
    };
    let facts = live(move || {
        format!(
            "{} · {} · {}",
            who.get(),
            put(&calls),
            put(&text::keys::used(format::moment(last_seen_at_ms)))
        )
    });
    let ask = move |_| {
        if let Some(question) = question.get() {
            // A dialog that is open already stays open.
            let _ = question.show_modal();
        }
    };
    let close = move |_| {
        if let Some(question) = question.get() {
            question.close();
        }
    };
    let remove = move |_| {
        let id = id.clone();
        page.after(async move { api::end_pairing(&id).await });
    };
    view! {
        <li class="card key-card">
            <h2>{name.clone()}</h2>
            <p class="field-hint">{facts}</p>
            <div class="key-deeds">
                <button
                    type="button"
                    class="link"
                    data-kind="danger"
                    aria-label=say(text::devices::remove_for(&name))
                    on:click=ask
                >
                    {say(text::keys::REMOVE)}
                </button>
            </div>
            <dialog node_ref=question class="question" aria-label=say(text::devices::remove_title(&name))>
                <h2>{say(text::devices::remove_title(&name))}</h2>
                <p>{say(text::devices::REMOVE_TEXT)}</p>
                <div class="form-end">
                    <button type="button" class="button" data-kind="danger" on:click=remove>
                        {say(text::keys::REMOVE_CONFIRM)}
                    </button>
                    <button type="button" class="link" on:click=close>
                        {say(text::common::CANCEL)}
                    </button>
                </div>
            </dialog>
        </li>
    }
}
