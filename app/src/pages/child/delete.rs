//! Deleting a profile: one quiet button, one question, and it is gone for good.

use domain::id::ChildId;
use leptos::prelude::*;

use crate::{
    api::{self, Failure},
    components::question::{Choice, Question},
    pages::{home_after, way_to},
    session::Session,
    words::text,
};

/// The button and the question that follows it.
#[component]
pub(super) fn DeleteProfile(session: Session, child: ChildId, name: String) -> impl IntoView {
    let go = way_to();
    let failure = RwSignal::new(None::<Failure>);
    let delete = move || {
        let child = child.clone();
        home_after(go.clone(), session, failure, async move {
            api::delete_child(&child).await
        });
    };
    view! {
        <div class="danger-end">
            <Question
                button=text::child::DELETE
                title=text::child::delete_title(&name)
                meaning=text::child::delete_text(&name)
                failure
                choices=vec![Choice::danger(text::child::DELETE_CONFIRM, delete)]
            />
        </div>
    }
}
