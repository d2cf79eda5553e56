//! Deleting a profile: one quiet button, one question, and it is gone for good.

use domain::id::ChildId;
use leptos::prelude::*;

use crate::{
    api::{self, Failure},
    components::question::{Deed, Question},
    pages::way_to,
    place::Place,
    session::Session,
    words::text,
    work,
};

/// The button and the question that follows it.
#[component]
pub(super) fn DeleteProfile(session: Session, child: ChildId, name: String) -> impl IntoView {
    let go = way_to();
    let failure = RwSignal::new(None::<Failure>);
    let delete: Deed = Box::new(move || {
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
    });
    view! {
        <div class="danger-end">
            <Question
                button=text::child::DELETE
                title=text::child::delete_title(&name)
                meaning=text::child::delete_text(&name)
                yes=text::child::DELETE_CONFIRM
                deed=delete
                failure
            />
        </div>
    }
}
