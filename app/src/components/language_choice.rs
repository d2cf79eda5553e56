//! Choosing a language that is not the page's own: the one Santa speaks, the one our mail is in.

use domain::Language;
use leptos::prelude::*;

use crate::words::{Key, say, text};

/// The languages as a row of buttons, each named in itself.
#[component]
pub(crate) fn LanguageChoice(
    /// What is chosen.
    label: Key,
    /// The name that the buttons share, unique on its page.
    name: &'static str,
    /// The language.
    language: RwSignal<Language>,
) -> impl IntoView {
    let choice = move |value: Language, words: Key| {
        view! {
            <label class="choice">
                <input
                    type="radio"
                    name=name
                    prop:checked=move || language.get() == value
                    on:change=move |_| language.set(value)
                />
                <span lang=value.tag()>{say(words)}</span>
            </label>
        }
    };
    view! {
        <fieldset class="field">
            <legend class="field-label">{say(label)}</legend>
            <div class="choices">
                {choice(Language::Da, text::language::DA)} {choice(Language::En, text::language::EN)}
            </div>
        </fieldset>
    }
}
