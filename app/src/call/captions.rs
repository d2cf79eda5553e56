//! What Santa says, in big letters, as he says it; the machine paces it and nobody keeps it.

use leptos::prelude::*;

use crate::words::{live, say, text};

/// The captions.
#[component]
pub(super) fn Captions(
    /// The line that is being heard.
    #[prop(into)]
    line: Signal<String>,
    /// The language that Santa speaks with this child.
    language: domain::Language,
) -> impl IntoView {
    view! {
        <section class="captions" aria-live="polite" aria-label=say(text::call::CAPTIONS) data-empty=live(move || line.with(String::is_empty).to_string())>
            <p lang=language.tag()>{line}</p>
        </section>
    }
}
