//! Choosing the age: one button a year, so that a thumb hits it and nobody scrolls a list.

use domain::child::AGES;
use leptos::prelude::*;

use crate::{
    components::field::FieldProblem,
    words::{Text, say, text},
};

/// The ages as a row of buttons; 0 is none chosen yet.
#[component]
pub(super) fn AgePicker(
    /// The age in whole years.
    age: RwSignal<u8>,
    /// What is wrong with it.
    error: Signal<Option<Text>>,
) -> impl IntoView {
    let buttons: Vec<_> = AGES
        .map(|years| {
            view! {
                <label class="choice" aria-label=say(text::child::years(years))>
                    <input
                        type="radio"
                        name="age"
                        prop:checked=move || age.get() == years
                        on:change=move |_| age.set(years)
                    />
                    <span>{years}</span>
                </label>
            }
        })
        .collect();
    view! {
        <fieldset class="field" aria-describedby="age-error">
            <legend class="field-label">{say(text::child::AGE)}</legend>
            <div class="choices ages">{buttons}</div>
            <FieldProblem id="age" error />
        </fieldset>
    }
}
