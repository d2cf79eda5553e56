//! Kid mode after a call: what Santa was told waits in memory until the grown-up takes the tablet back.

use leptos::prelude::*;

use super::Heard;
use crate::{
    pages::kids::way_out::WayOut,
    words::{Key, say, text},
};

/// What is said to be waiting; `None` where nothing is.
pub(super) fn words(heard: &Heard) -> Option<Key> {
    if !heard.wishes.is_empty() {
        Some(text::after::HAND_BACK)
    } else if !heard.name_sounds.is_empty() {
        Some(text::after::HAND_BACK_NAME)
    } else {
        None
    }
}

/// Asks the child to give the tablet to its grown-up, and says what leaving costs.
#[component]
pub(super) fn HandBack(
    /// What is waiting.
    words: Key,
) -> impl IntoView {
    view! {
        <section class="hand-back" data-test="hand-back">
            <h2>{say(text::after::HAND_BACK_TITLE)}</h2>
            <p>{say(words)}</p>
            <WayOut stays=true />
        </section>
    }
}
