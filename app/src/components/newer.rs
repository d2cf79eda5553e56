//! The word that a newer version lies ready, on the parents' pages only: a child's call is never asked to make way.

use leptos::prelude::*;

use crate::{
    keeper,
    words::{say, text},
    work,
};

/// Takes no room while these pages are the newest.
#[component]
pub(crate) fn NewerVersion() -> impl IntoView {
    let renew = |_| {
        work::soon(async {
            // Where it fails the notice stays.
            let _ = keeper::renew().await;
        });
    };
    view! {
        <div role="status">
            {work::shown(move || {
                keeper::has_newer()
                    .then(|| {
                        view! {
                            <p class="news newer">
                                {say(text::install::NEWER)} " "
                                <button type="button" class="link" on:click=renew>
                                    {say(text::install::RENEW)}
                                </button>
                            </p>
                        }
                    })
            })}
        </div>
    }
}
