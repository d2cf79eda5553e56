//! A quiet button, and the question behind it before something ends for good.

use leptos::{html, prelude::*};

use crate::{
    api::Failure,
    components::notice::FailureNotice,
    words::{Key, Text, say, text},
};

/// What is done on a yes.
pub(crate) type Deed = Box<dyn Fn()>;

/// The button and the question.
#[component]
pub(crate) fn Question(
    /// What stands on the button.
    button: Key,
    /// What the button is called where its words alone would not tell which one it is.
    #[prop(optional)]
    spoken: Option<Text>,
    /// The class of the button, beside that of a link.
    #[prop(optional)]
    class: &'static str,
    /// The question.
    #[prop(into)]
    title: Text,
    /// What a yes means.
    #[prop(into)]
    meaning: Text,
    /// The yes.
    yes: Key,
    /// What it does.
    deed: Deed,
    /// What went wrong with it.
    failure: RwSignal<Option<Failure>>,
) -> impl IntoView {
    let question = NodeRef::<html::Dialog>::new();
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
    let title = say(title);
    view! {
        <button
            type="button"
            class=format!("link {class}")
            data-kind=if class.is_empty() { "danger" } else { "" }
            aria-label=spoken.map(say)
            on:click=ask
        >
            {say(button)}
        </button>
        <dialog node_ref=question class="question" aria-label=title>
            <h2>{title}</h2>
            <p>{say(meaning)}</p>
            <FailureNotice failure />
            <div class="form-end">
                <button type="button" class="button" data-kind="danger" on:click=move |_| deed()>
                    {say(yes)}
                </button>
                <button type="button" class="link" on:click=close>
                    {say(text::common::CANCEL)}
                </button>
            </div>
        </dialog>
    }
}
