//! The grown-up's way out of kid mode: the PIN, or signing in anew by mail where it was forgotten.

use domain::wire::{Code, TakeBack};
use leptos::{html, prelude::*};

use crate::{
    api::Failure,
    components::{
        field::{TextField, Typing},
        notice::FailureNotice,
    },
    pages::{way_to, welcome::EmailForm},
    place::Place,
    problem,
    session::Session,
    words::{say, text},
    work,
};

/// A small door at the edge of the page, and the question behind it.
#[component]
pub(super) fn WayOut() -> impl IntoView {
    let session = Session::here();
    let go = way_to();
    let question = NodeRef::<html::Dialog>::new();
    let pin = RwSignal::new(String::new());
    let failure = RwSignal::new(None::<Failure>);
    let forgotten = RwSignal::new(false);

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
        pin.set(String::new());
        failure.set(None);
    };
    let leave = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        failure.set(None);
        let asked = TakeBack {
            pin: pin.get_untracked(),
        };
        let go = go.clone();
        work::soon(async move {
            match session.take_back(&asked).await {
                Ok(()) => go(&Place::Home),
                Err(problem) => {
                    pin.try_set(String::new());
                    failure.try_set(Some(problem));
                }
            }
        });
    };
    let (wrong, other) = problem::beside_field(failure, Code::WrongPin);
    view! {
        <button type="button" class="link kids-out" on:click=ask>
            {say(text::call::FOR_GROWN_UPS)}
        </button>
        <dialog node_ref=question class="question" aria-labelledby="way-out-title">
            <h2 id="way-out-title">{say(text::kids::OUT_TITLE)}</h2>
            <form class="form" on:submit=leave novalidate>
                <TextField
                    id="pin"
                    label=text::kids::PIN
                    hint=text::kids::PIN_HINT
                    value=pin
                    error=wrong
                    typing=Typing::PIN
                    class="code-input"
                />
                <FailureNotice failure=other />
                <div class="form-end">
                    <button type="submit" class="button">{say(text::kids::OUT)}</button>
                    <button type="button" class="link" on:click=close>{say(text::common::CANCEL)}</button>
                </div>
            </form>
            <Show
                when=move || forgotten.get()
                fallback=move || {
                    view! {
                        <button type="button" class="link" on:click=move |_| forgotten.set(true)>
                            {say(text::kids::FORGOTTEN)}
                        </button>
                    }
                }
            >
                <p>{say(text::kids::FORGOTTEN_TEXT)}</p>
                <EmailForm />
            </Show>
        </dialog>
    }
}
