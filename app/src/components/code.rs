//! The form that takes a code from a mail, wherever one is asked for.
//!
//! Made for a trip to the mail app and back: what goes wrong stands beside the field, and what was wrong is cleared.

use domain::{account::read_sign_in_code, wire::Code};
use leptos::prelude::*;

use crate::{
    api::Failure,
    components::{
        field::{TextField, Typing},
        notice::FailureNotice,
    },
    problem,
    words::{Key, live, put, text},
    work::{self, Promise},
};

/// The field and its button.
#[component]
pub(crate) fn CodeForm(
    /// What the button says.
    enter: Key,
    /// Whether it warns.
    #[prop(optional)]
    danger: bool,
    /// Whether the eighth digit sends the code, so that nobody needs to look for the button.
    #[prop(optional)]
    at_once: bool,
    /// What went wrong last.
    failure: RwSignal<Option<Failure>>,
    /// Carries the digits to where they belong.
    deed: Callback<String, Promise<Result<(), Failure>>>,
) -> impl IntoView {
    let code = RwSignal::new(String::new());
    let busy = RwSignal::new(false);
    let send = move |digits: String| {
        if busy.get_untracked() {
            return;
        }
        failure.set(None);
        busy.set(true);
        work::soon(async move {
            let answer = deed.run(digits).await;
            // Where it went well, this page may be gone by now.
            busy.try_set(false);
            if let Err(problem) = answer {
                code.try_set(String::new());
                failure.try_set(Some(problem));
            }
        });
    };
    if at_once {
        work::follow(move || {
            if let Some(digits) = read_sign_in_code(&code.get()) {
                send(digits);
            }
        });
    }
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        match read_sign_in_code(&code.get_untracked()) {
            Some(digits) => send(digits),
            None => failure.set(Some(problem::foreseen(Code::WrongCode))),
        }
    };
    let (wrong, other) = problem::beside_field(failure, Code::WrongCode);
    view! {
        <form class="form" on:submit=submit novalidate>
            <TextField
                id="code"
                label=text::code::LABEL
                hint=text::code::HINT
                value=code
                error=wrong
                typing=Typing::CODE
                focused=true
                class="code-input"
            />
            <button
                type="submit"
                class="button"
                data-kind=danger.then_some("danger")
                disabled=busy
            >
                {live(move || put(&if busy.get() { text::code::CHECKING } else { enter }.into()))}
            </button>
            <FailureNotice failure=other />
        </form>
    }
}
