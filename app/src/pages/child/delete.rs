//! Deleting a profile: one quiet button, one question, and it is gone for good.

use domain::id::ChildId;
use leptos::prelude::*;

use crate::{
    api::{self, Failure},
    components::{notice::FailureNotice, question::Question},
    pages::way_to,
    place::Place,
    session::Session,
    words::{say, text},
    work,
};

/// The button and the question that follows it.
#[component]
pub(super) fn DeleteProfile(session: Session, child: ChildId, name: String) -> impl IntoView {
    let go = way_to();
    let question = Question::unasked();
    let failure = RwSignal::new(None::<Failure>);
    let delete = move |_| {
        let (go, child) = (go.clone(), child.clone());
        work::soon(async move {
            let answer = match api::delete_child(&child).await {
                Ok(()) => session.refresh().await.map(drop),
                Err(problem) => Err(problem),
            };
            match answer {
                Ok(()) => go(&Place::Home),
                Err(problem) => {
                    session.note(&problem);
                    failure.set(Some(problem));
                }
            }
        });
    };
    view! {
        <div class="danger-end">
            <button type="button" class="link" data-kind="danger" on:click=move |_| question.ask()>
                {say(text::child::DELETE)}
            </button>
        </div>
        <dialog node_ref=question.0 class="question" aria-labelledby="delete-title">
            <h2 id="delete-title">{say(text::child::delete_title(&name))}</h2>
            <p>{say(text::child::delete_text(&name))}</p>
            <FailureNotice failure />
            <div class="form-end">
                <button type="button" class="button" data-kind="danger" on:click=delete>
                    {say(text::child::DELETE_CONFIRM)}
                </button>
                <button type="button" class="link" on:click=move |_| question.close()>
                    {say(text::common::CANCEL)}
                </button>
            </div>
        </dialog>
    }
}
