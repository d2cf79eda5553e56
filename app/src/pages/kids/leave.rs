//! A paired device's way out: not to a parent's side, only to being no children's telephone any more.

use leptos::prelude::*;

use crate::{
    api::Failure,
    components::question::{Choice, Question},
    session::Session,
    words::text,
    work,
};

/// A small door at the edge of the page, and the question behind it.
#[component]
pub(super) fn Leave() -> impl IntoView {
    let session = Session::here();
    let failure = RwSignal::new(None::<Failure>);
    let leave = move || {
        work::soon(async move {
            // Where it goes well, this page is gone by then.
            failure.try_set(session.leave_pairing().await.err());
        });
    };
    view! {
        <Question
            button=text::call::FOR_GROWN_UPS
            class="kids-out"
            title=text::kids::LEAVE_TITLE
            meaning=text::kids::LEAVE_TEXT
            failure
            choices=vec![Choice::danger(text::kids::LEAVE, leave)]
        />
    }
}
