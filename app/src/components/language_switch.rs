//! The switch between the languages, always in sight and always in each language's own name.

use domain::Language;
use leptos::prelude::*;

use crate::{
    language,
    words::{Key, say, text},
    work,
};

fn name_of(language: Language) -> Key {
    match language {
        Language::Da => text::language::DA,
        Language::En => text::language::EN,
    }
}

/// One button a language; the one that is spoken is pressed.
#[component]
pub(crate) fn LanguageSwitch() -> impl IntoView {
    let buttons: Vec<_> = Language::ALL
        .into_iter()
        .map(|choice| {
            let choose = move |_| {
                language::remember(choice);
                work::soon(async move {
                    // Without a connection the page simply stays in the language it has.
                    let _ = language::speak(choice).await;
                });
            };
            view! {
                <button
                    type="button"
                    class="language"
                    lang=choice.tag()
                    aria-pressed=move || (language::current() == choice).to_string()
                    on:click=choose
                >
                    {say(name_of(choice))}
                </button>
            }
        })
        .collect();
    view! {
        <div class="languages" role="group" aria-label=say(text::language::LABEL)>
            {buttons}
        </div>
    }
}
