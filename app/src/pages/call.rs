//! The place of a child's call; the call itself is in `crate::call`.

use domain::{id::ChildId, wire::KidView};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use crate::{
    call::screen::CallScreen,
    components::shell::{Side, begin_page},
    pages::{Blocked, Door, Waiting, door, lost::Lost, way_to},
    place::Place,
    session::Session,
    words::text,
    work,
};

/// The page of a child's call, for a parent's browser and for a tablet in kid mode.
#[component]
pub(crate) fn CallPage() -> impl IntoView {
    let params = use_params_map();
    let id =
        move || params.with(|params| params.get("id").and_then(|id| id.parse::<ChildId>().ok()));
    let session = Session::here();
    let door = door(session);
    let go = way_to();
    work::follow(move || {
        if door.get() == Door::Stranger {
            // Whoever was about to call reads a kind word there, not a form.
            go(&Place::Kids);
        }
    });
    // A tablet that the grown-up takes back after a call stays where it is, or the wishes that wait there would be lost.
    let door = Memo::new(move |_| match door.get() {
        Door::Kid => Door::Parent,
        other => other,
    });
    work::shown(move || match door.get() {
        Door::Parent => {
            let wanted = id();
            let (found, others): (Vec<_>, Vec<_>) = untrack(|| callers(session))
                .into_iter()
                .partition(|child| Some(&child.id) == wanted.as_ref());
            Some(match found.into_iter().next() {
                Some(child) => view! { <Attempts child others session /> }.into_any(),
                None => view! { <Lost /> }.into_any(),
            })
        }
        Door::Blocked(failure) => Some(view! { <Blocked failure /> }.into_any()),
        Door::Waiting => Some(view! { <Waiting /> }.into_any()),
        Door::Stranger | Door::Kid => None,
    })
}

/// Who may call from this browser.
fn callers(session: Session) -> Vec<KidView> {
    match session.overview() {
        Some(overview) => overview.children.into_iter().map(KidView::from).collect(),
        None => session
            .kid_room()
            .map_or_else(Vec::new, |room| room.children),
    }
}

/// Every attempt is a call of its own, drawn from scratch.
#[component]
fn Attempts(child: KidView, others: Vec<KidView>, session: Session) -> impl IntoView {
    begin_page(text::call::TITLE, Side::Child);
    let attempt = RwSignal::new(0_u32);
    let on_again = move || attempt.update(|attempt| *attempt += 1);
    work::shown(move || {
        let tries = attempt.get();
        view! { <CallScreen child=child.clone() others=others.clone() session tries on_again /> }
    })
}
