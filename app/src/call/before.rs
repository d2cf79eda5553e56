//! Before the call: who Santa is (R4), that a grown-up sits along (R21), and the one big button.

use domain::wire::KidView;
use leptos::prelude::*;

use crate::{
    components::field::Tick,
    place::Place,
    session::Session,
    words::{say, text},
};

/// The page before the call. Without it there is no tap, and without the tap no call.
#[component]
pub(super) fn Before(
    /// Who calls.
    child: KidView,
    /// The tap.
    on_tap: impl Fn() + 'static,
) -> impl IntoView {
    let needs_grown_up = child.grown_up_beside;
    let back = match untrack(|| Session::here().kid_room()) {
        Some(_) => Place::Kids,
        None => Place::Home,
    };
    let grown_up_here = RwSignal::new(!needs_grown_up);
    view! {
        <div class="sheet before">
            <h1>{say(text::before::title(child.name))}</h1>
            <p class="lead" data-test="ai-disclosure">{say(text::before::HELLO)}</p>
            {if needs_grown_up {
                view! {
                    <Tick id="grown-up" label=text::before::UNDER_SIX value=grown_up_here />
                    <p class="field-hint">{say(text::before::UNDER_SIX_WHY)}</p>
                }
                    .into_any()
            } else {
                view! { <p class="field-hint">{say(text::before::GROWN_UP)}</p> }.into_any()
            }}
            <button
                type="button"
                class="button ring"
                disabled=move || !grown_up_here.get()
                on:click=move |_| on_tap()
            >
                <span class="icon-phone" aria-hidden="true"></span>
                {say(text::before::START)}
            </button>
            <details class="fold grown-ups">
                <summary>{say(text::call::FOR_GROWN_UPS)}</summary>
                <p>{say(text::before::ASKS)}</p>
            </details>
            <a href=back.path() class="link">{say(text::before::LEAVE)}</a>
        </div>
    }
}
