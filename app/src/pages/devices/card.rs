//! One paired device: whose it is, what it may still do, and the question before it is removed.

use domain::wire::PairingView;
use leptos::prelude::*;

use super::Page;
use crate::{
    api,
    components::question::{Choice, Question},
    format,
    words::{Text, live, put, say, text},
};

/// The card.
#[component]
pub(super) fn DeviceCard(page: Page, device: PairingView) -> impl IntoView {
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
    let remove = move || {
        let id = id.clone();
        page.after(Box::pin(async move { api::end_pairing(&id).await }));
    };
    view! {
        <li class="card key-card">
            <h2>{name.clone()}</h2>
            <p class="field-hint">{facts}</p>
            <div class="key-deeds">
                <Question
                    button=text::keys::REMOVE
                    spoken=text::devices::remove_for(&name)
                    title=text::devices::remove_title(&name)
                    meaning=text::devices::REMOVE_TEXT
                    failure=page.failure
                    choices=vec![Choice::danger(text::keys::REMOVE_CONFIRM, remove)]
                />
            </div>
        </li>
    }
}
