//! The question that stands before what can't be undone: one quiet button, what will happen, and the answers.

use leptos::{html, prelude::*};

use crate::{
    api::Failure,
    components::notice::FailureNotice,
    words::{Key, Text, say, text},
};

/// The dialog of a question, for those that ask for more than a yes.
#[derive(Clone, Copy)]
pub(crate) struct Dialog(pub(crate) NodeRef<html::Dialog>);

impl Dialog {
    /// A question that nobody has asked yet.
    pub(crate) fn unasked() -> Self {
        Self(NodeRef::new())
    }

    /// Puts it before the page.
    pub(crate) fn ask(self) {
        if let Some(dialog) = self.0.get() {
            // A dialog that is open already stays open.
            let _ = dialog.show_modal();
        }
    }

    /// Takes it away.
    pub(crate) fn close(self) {
        if let Some(dialog) = self.0.get() {
            dialog.close();
        }
    }
}

/// One answer to a question.
pub(crate) struct Choice {
    words: Key,
    kind: &'static str,
    deed: Box<dyn Fn()>,
}

impl Choice {
    /// An answer after which there is no way back.
    pub(crate) fn danger(words: Key, deed: impl Fn() + 'static) -> Self {
        Self {
            words,
            kind: "danger",
            deed: Box::new(deed),
        }
    }

    /// An answer that keeps more than the dangerous one.
    pub(crate) fn quiet(words: Key, deed: impl Fn() + 'static) -> Self {
        Self {
            words,
            kind: "quiet",
            deed: Box::new(deed),
        }
    }
}

/// The button that asks, and the question. It can always be left without an answer.
#[component]
pub(crate) fn Question(
    /// What stands on the button.
    button: Key,
    /// What the button is called where its words alone would not tell which one it is.
    #[prop(optional)]
    spoken: Option<Text>,
    /// The class of the button, where it looks otherwise than a dangerous link.
    #[prop(optional)]
    class: &'static str,
    /// The question.
    #[prop(into)]
    title: Text,
    /// What the answers mean.
    #[prop(into)]
    meaning: Text,
    /// What stands on the way out, where the usual word would be mistaken for an answer.
    #[prop(default = text::common::CANCEL)]
    leave: Key,
    /// What went wrong with the answer.
    failure: RwSignal<Option<Failure>>,
    /// The answers, the most likely first.
    choices: Vec<Choice>,
) -> impl IntoView {
    let title = say(title);
    let dialog = Dialog::unasked();
    let choices: Vec<_> = choices
        .into_iter()
        .map(|Choice { words, kind, deed }| {
            view! {
                <button type="button" class="button" data-kind=kind on:click=move |_| deed()>
                    {say(words)}
                </button>
            }
        })
        .collect();
    view! {
        <button
            type="button"
            class=format!("link {class}")
            data-kind=if class.is_empty() { "danger" } else { "" }
            aria-label=spoken.map(say)
            on:click=move |_| dialog.ask()
        >
            {say(button)}
        </button>
        <dialog node_ref=dialog.0 class="question" aria-label=title>
            <h2>{title}</h2>
            <p>{say(meaning)}</p>
            <FailureNotice failure />
            <div class="form-end">
                {choices}
                <button type="button" class="link" on:click=move |_| dialog.close()>
                    {say(leave)}
                </button>
            </div>
        </dialog>
    }
}
