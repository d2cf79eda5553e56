//! What Santa says to this child's "are you real?".

use domain::{Language, child::HonestAnswer, persona};
use leptos::prelude::*;

use crate::words::{say, text};

/// What Santa says to a sincere "are you real?" (R5): his very words, in the language that he speaks with the child.
#[component]
pub(super) fn AreYouReal(
    language: RwSignal<Language>,
    answer: RwSignal<HonestAnswer>,
) -> impl IntoView {
    let choice = move |value: HonestAnswer| {
        view! {
            <label class="choice">
                <input
                    type="radio"
                    name="are-you-real"
                    value=value.tag()
                    prop:checked=move || answer.get() == value
                    on:change=move |_| answer.set(value)
                />
                <span lang=move || language.get().tag()>
                    {move || format!("\u{201d}{}\u{201d}", persona::honest_answer(language.get(), value))}
                </span>
            </label>
        }
    };
    view! {
        <fieldset class="field" aria-describedby="are-you-real-hint">
            <legend class="field-label">{say(text::child::REAL)}</legend>
            <p class="field-hint" id="are-you-real-hint">{say(text::child::REAL_HINT)}</p>
            <div class="choices sentences">{HonestAnswer::ALL.map(choice).collect_view()}</div>
        </fieldset>
    }
}
