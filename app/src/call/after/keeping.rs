//! Keeping for a child what Santa heard: who it is for, the tap that keeps it, and what became of it.
//!
//! Nothing goes to the edge before that tap; then it goes to the profile by the same request that the form uses.

use std::rc::Rc;

use domain::{child::Draft, id::ChildId, wire::KidView};
use leptos::prelude::*;

use crate::{
    api::{self, Failure},
    session::Session,
    words::{Key, Text, live, put, say, text},
    work::{self, Promise},
};

/// Keeps something for a child.
pub(super) type Keep = Rc<dyn Fn(ChildId) -> Promise<Result<(), Failure>>>;

/// A button for each child that it can be kept for, and in their place the word that it is kept.
#[component]
pub(super) fn Keeping(
    /// Whose call it was; with several children the parent says whose it is.
    children: Vec<KidView>,
    /// What a button says to those who can't see what stands beside it; the child's name goes in.
    spoken: Rc<dyn Fn(&str) -> Text>,
    /// The word for "kept".
    kept_words: Key,
    /// Set once it is kept.
    kept: RwSignal<bool>,
    /// Where a failure is told.
    failure: RwSignal<Option<Failure>>,
    /// What a tap does.
    keep: Keep,
) -> impl IntoView {
    let busy = RwSignal::new(false);
    let alone = children.len() == 1;
    let buttons: Vec<_> = children
        .into_iter()
        .map(|child| {
            let words = if alone {
                text::after::KEEP.into()
            } else {
                text::after::keep_for(&child.name)
            };
            let spoken = say(spoken(&child.name));
            let keep = keep.clone();
            let keep_it = move |_| {
                if busy.get_untracked() {
                    return;
                }
                busy.set(true);
                failure.set(None);
                let keeping = keep(child.id.clone());
                work::soon(async move {
                    let answer = keeping.await;
                    busy.try_set(false);
                    kept.try_set(answer.is_ok());
                    failure.try_set(answer.err());
                });
            };
            view! {
                <button type="button" class="button" data-kind="quiet" aria-label=spoken disabled=busy on:click=keep_it>
                    {say(words)}
                </button>
            }
        })
        .collect();
    view! {
        <span class="heard-keep" hidden=move || kept.get()>{buttons}</span>
        <span class="heard-kept" role="status">
            {live(move || if kept.get() { put(&kept_words.into()) } else { String::new() })}
        </span>
    }
}

/// Changes a child's profile as it stands now; `change` says whether there was anything to change, or why it can't be.
pub(super) async fn change_profile(
    child: &ChildId,
    change: impl FnOnce(&mut Draft) -> Result<bool, Failure>,
) -> Result<(), Failure> {
    let session = Session::here();
    let overview = session.refresh().await?;
    let found = overview
        .children
        .into_iter()
        .find(|known| known.id == *child);
    let Some(mut profile) = found.map(|known| known.profile) else {
        return Err(crate::problem::foreseen(domain::wire::Code::NotFound));
    };
    if change(&mut profile)? {
        api::update_child(child, &profile).await?;
        // The dashboard shows it; a failure to read it anew loses nothing.
        let _ = session.refresh().await;
    }
    Ok(())
}
