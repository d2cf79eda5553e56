//! Kid mode after a call: wishes that Santa heard wait in memory until the grown-up takes the tablet back.

use leptos::prelude::*;

use crate::{
    pages::kids::way_out::WayOut,
    words::{say, text},
};

/// Asks the child to give the tablet to its grown-up, and says what leaving costs.
#[component]
pub(super) fn HandBack() -> impl IntoView {
    view! {
        <section class="hand-back" data-test="hand-back">
            <h2>{say(text::after::HAND_BACK_TITLE)}</h2>
            <p>{say(text::after::HAND_BACK)}</p>
            <WayOut stays=true />
        </section>
    }
}
