//! An address that leads nowhere.

use leptos::prelude::*;

use crate::{
    components::shell::{Shell, Side, begin_page},
    place::Place,
    words::{say, text},
};

/// Says so kindly and shows the way home.
#[component]
pub(crate) fn Lost() -> impl IntoView {
    begin_page(text::lost::TITLE, Side::Parent);
    view! {
        <Shell width="narrow">
            <h1>{say(text::lost::TITLE)}</h1>
            <p class="lead">{say(text::lost::TEXT)}</p>
            <a href=Place::Home.path() class="button">{say(text::brand::HOME)}</a>
        </Shell>
    }
}
