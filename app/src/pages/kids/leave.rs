//! A paired device's way out: not to a parent's side, only to being no children's telephone any more.

use leptos::{html, prelude::*};

use crate::{
    api::Failure,
    components::notice::FailureNotice,
    session::Session,
    words::{say, text},
    work,
};

/// A small door at the edge of the page, and the question behind it.
#[component]
pub(super) fn Leave() -> impl IntoView {
    let session = Session::here();
    let question = NodeRef::<html::Dialog>::new();
    let failure = RwSignal::new(None::<Failure>);
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
    let leave = move |_| {
        work::soon(async move {
            // Where it goes well, this page is gone by then.
            failure.try_set(session.leave_pairing().await.err());
        });
    };
    view! {
        <button type="button" class="link kids-out" on:click=ask>
            {say(text::call::FOR_GROWN_UPS)}
        </button>
        <dialog node_ref=question class="question" aria-labelledby="leave-title">
            <h2 id="leave-title">{say(text::kids::LEAVE_TITLE)}</h2>
            <p>{say(text::kids::LEAVE_TEXT)}</p>
            <FailureNotice failure />
            <div class="form-end">
                <button type="button" class="button" data-kind="danger" on:click=leave>
                    {say(text::kids::LEAVE)}
                </button>
                <button type="button" class="link" on:click=close>{say(text::common::CANCEL)}</button>
            </div>
        </dialog>
    }
}
