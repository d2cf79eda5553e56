//! The wishes that Santa heard, for the parent to keep one by one or to let go (R15).
//!
//! They come from the call's memory and are written nowhere unless the parent keeps one. A child's speech is misheard
//! often, so each stands there to be read first.

use std::rc::Rc;

use domain::{child::WISH_CHARACTERS, id::ChildId, wire::KidView};
use leptos::prelude::*;

use super::keeping::{Keep, Keeping, change_profile};
use crate::{
    api::Failure,
    components::notice::FailureNotice,
    words::{say, text},
};

/// The list; nothing where no wish was heard.
#[component]
pub(super) fn WishesHeard(
    /// What was heard, in order.
    wishes: Vec<String>,
    /// Whose call it was.
    children: Vec<KidView>,
) -> impl IntoView {
    let failure = RwSignal::new(None::<Failure>);
    let rows: Vec<_> = wishes
        .into_iter()
        .map(|wish| row(wish, children.clone(), failure))
        .collect();
    (!rows.is_empty()).then(|| {
        view! {
            <section class="heard" aria-labelledby="wishes-heard">
                <h2 id="wishes-heard">{say(text::after::WISHES_TITLE)}</h2>
                <p class="field-hint">{say(text::after::WISHES_WHY)}</p>
                <ul>{rows}</ul>
                <FailureNotice failure />
            </section>
        }
    })
}

fn row(wish: String, children: Vec<KidView>, failure: RwSignal<Option<Failure>>) -> impl IntoView {
    let told = wish.clone();
    let spoken = Rc::new(move |name: &str| text::after::keep_spoken(&told, name));
    let told = wish.clone();
    let keep: Keep = Rc::new(move |child| {
        let wish = told.clone();
        Box::pin(async move { keep(&child, wish).await })
    });
    view! {
        <li class="heard-row">
            <q>{wish}</q>
            <Keeping children spoken kept_words=text::after::KEPT kept=RwSignal::new(false) failure keep />
        </li>
    }
}

/// Adds a wish to the end of a child's list, unless it stands there.
async fn keep(child: &ChildId, wish: String) -> Result<(), Failure> {
    change_profile(child, |profile| {
        let wish: String = wish.chars().take(WISH_CHARACTERS).collect();
        let known = |other: &String| other.to_lowercase() == wish.to_lowercase();
        let new = !profile.wishes.iter().any(known);
        if new {
            profile.wishes.push(wish);
        }
        Ok(new)
    })
    .await
}
