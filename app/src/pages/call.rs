//! The place of a child's call; the call itself is in `crate::call`.

use domain::id::ChildId;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use crate::{
    call::screen::CallScreen,
    components::shell::{Side, begin_page},
    pages::{for_parent, lost::Lost},
    words::text,
};

/// The page of a child's call.
#[component]
pub(crate) fn CallPage() -> impl IntoView {
    let params = use_params_map();
    let id =
        move || params.with(|params| params.get("id").and_then(|id| id.parse::<ChildId>().ok()));
    for_parent(move |session, overview| {
        let found = id().and_then(|id| overview.children.into_iter().find(|child| child.id == id));
        let Some(child) = found else {
            return view! { <Lost /> }.into_any();
        };
        begin_page(text::call::TITLE, Side::Child);
        // Every attempt is a call of its own, drawn from scratch.
        let attempt = RwSignal::new(0_u32);
        let on_again = move || attempt.update(|attempt| *attempt += 1);
        (move || {
            attempt.track();
            view! { <CallScreen child=child.clone() session on_again /> }
        })
        .into_any()
    })
}
