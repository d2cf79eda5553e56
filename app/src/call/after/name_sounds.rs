//! How a child wants its name to be said, as it taught Santa, for the parent to keep or to let go.
//!
//! It comes from the call's memory. Kept, it becomes a sentence of the profile's "good to know", where the parent can
//! read and change it; else it is gone with this page.

use std::rc::Rc;

use domain::{
    call::tool::NameSound,
    id::ChildId,
    wire::{Code, KidView},
};
use leptos::prelude::*;

use super::keeping::{Keep, Keeping, change_profile};
use crate::{
    api::Failure,
    components::notice::FailureNotice,
    problem,
    words::{say, text},
};

/// An offer for each name; nothing where none was learnt, or all were declined.
#[component]
pub(super) fn NamesLearnt(
    /// What was learnt, in order.
    names: Vec<NameSound>,
    /// Whose call it was.
    children: Vec<KidView>,
) -> impl IntoView {
    let failure = RwSignal::new(None::<Failure>);
    let open = RwSignal::new(names.len());
    let rows: Vec<_> = names
        .into_iter()
        .map(|learnt| row(learnt, children.clone(), open, failure))
        .collect();
    (!rows.is_empty()).then(|| {
        view! {
            <section class="heard" aria-labelledby="names-learnt" hidden=move || open.get() == 0>
                <h2 id="names-learnt">{say(text::after::NAMES_TITLE)}</h2>
                <p class="field-hint">{say(text::after::NAMES_WHY)}</p>
                <ul>{rows}</ul>
                <FailureNotice failure />
            </section>
        }
    })
}

fn row(
    learnt: NameSound,
    mut children: Vec<KidView>,
    open: RwSignal<usize>,
    failure: RwSignal<Option<Failure>>,
) -> impl IntoView {
    let NameSound { name, sound } = learnt;
    // Whoever has that name is offered first.
    children.sort_by_key(|child| child.name.to_lowercase() != name.to_lowercase());
    let kept = RwSignal::new(false);
    let declined = RwSignal::new(false);
    let decline = move |_| {
        declined.set(true);
        failure.set(None);
        open.update(|open| *open -= 1);
    };
    let told = sound.clone();
    let spoken = Rc::new(move |name: &str| text::after::keep_name_spoken(name, &told));
    let told = sound.clone();
    let keep: Keep = Rc::new(move |child| {
        let sound = told.clone();
        Box::pin(async move { keep(&child, &sound).await })
    });
    view! {
        <li class="heard-row" hidden=move || declined.get()>
            <p>{say(text::after::name_learnt(name))} " " <q>{sound}</q></p>
            <Keeping children spoken kept_words=text::after::NAME_KEPT kept failure keep />
            <button type="button" class="link" hidden=move || kept.get() on:click=decline>
                {say(text::after::NAME_LEAVE)}
            </button>
        </li>
    }
}

/// Writes into a child's profile how its name is said, where there is room for it.
async fn keep(child: &ChildId, sound: &str) -> Result<(), Failure> {
    change_profile(child, |profile| {
        let learnt = profile.clone().with_name_sound(sound);
        if !learnt.problems().is_empty() {
            return Err(problem::foreseen(Code::InvalidProfile));
        }
        let new = learnt != *profile;
        *profile = learnt;
        Ok(new)
    })
    .await
}
