//! The wishes that Santa heard, for the parent to keep one by one or to let go (R15).
//!
//! They come from the call's memory and are written nowhere unless the parent keeps one; then it goes to the profile by
//! the same request that the form uses. A child's speech is misheard often, so each stands there to be read first.

use domain::{child::WISH_CHARACTERS, id::ChildId, wire::KidView};
use leptos::prelude::*;

use crate::{
    api::{self, Failure},
    components::notice::FailureNotice,
    session::Session,
    words::{say, text},
    work,
};

/// A wish as Santa heard it.
#[derive(Clone, PartialEq, Eq)]
pub(in crate::call) struct WishHeard {
    /// In the child's words.
    pub(in crate::call) text: String,
}

/// The list; nothing where no wish was heard.
#[component]
pub(super) fn WishesHeard(
    /// What was heard, in order.
    wishes: Vec<WishHeard>,
    /// Whose call it was; with several children the parent says whose wish it is.
    children: Vec<KidView>,
) -> impl IntoView {
    let failure = RwSignal::new(None::<Failure>);
    let rows: Vec<_> = wishes
        .into_iter()
        .map(|wish| row(wish, children.clone(), failure))
        .collect();
    (!rows.is_empty()).then(|| {
        view! {
            <section class="wishes-heard" aria-labelledby="wishes-heard">
                <h2 id="wishes-heard">{say(text::after::WISHES_TITLE)}</h2>
                <p class="field-hint">{say(text::after::WISHES_WHY)}</p>
                <ul>{rows}</ul>
                <FailureNotice failure />
            </section>
        }
    })
}

fn row(
    wish: WishHeard,
    children: Vec<KidView>,
    failure: RwSignal<Option<Failure>>,
) -> impl IntoView {
    let kept = RwSignal::new(false);
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
            let spoken = say(text::after::keep_spoken(&wish.text, &child.name));
            let wish = wish.text.clone();
            let keep_it = move |_| {
                if busy.get_untracked() {
                    return;
                }
                busy.set(true);
                failure.set(None);
                let (child, wish) = (child.id.clone(), wish.clone());
                work::soon(async move {
                    let answer = keep(&child, wish).await;
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
    let buttons = StoredValue::new_local(Some(buttons));
    view! {
        <li class="wish-heard">
            <q>{wish.text}</q>
            <span class="wish-keep" hidden=move || kept.get()>
                {buttons.try_update_value(Option::take).flatten()}
            </span>
            <span class="wish-kept" role="status" hidden=move || !kept.get()>{say(text::after::KEPT)}</span>
        </li>
    }
}

/// Adds a wish to the end of a child's list, as it stands now.
async fn keep(child: &ChildId, wish: String) -> Result<(), Failure> {
    let session = Session::here();
    let overview = session.refresh().await?;
    let found = overview
        .children
        .into_iter()
        .find(|known| known.id == *child);
    let Some(mut profile) = found.map(|known| known.profile) else {
        return Err(crate::problem::foreseen(domain::wire::Code::NotFound));
    };
    let wish: String = wish.chars().take(WISH_CHARACTERS).collect();
    let known = |other: &String| other.to_lowercase() == wish.to_lowercase();
    if !profile.wishes.iter().any(known) {
        profile.wishes.push(wish);
        api::update_child(child, &profile).await?;
        // The dashboard counts wishes; a failure to read it anew loses nothing.
        let _ = session.refresh().await;
    }
    Ok(())
}
