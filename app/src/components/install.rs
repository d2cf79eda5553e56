//! A quiet fold that tells how to get the app onto the home screen, by the way that this browser knows.

use leptos::prelude::*;

use crate::{
    keeper::{self, Way},
    words::{Key, say, text},
    work,
};

/// Nothing where the app is installed already.
#[component]
pub(crate) fn InstallHint() -> impl IntoView {
    let way = RwSignal::new(None::<Way>);
    work::soon(async move {
        if let Ok(found) = keeper::way_to_install().await {
            // Whoever asked may have gone elsewhere meanwhile.
            let _ = way.try_set(Some(found));
        }
    });
    work::shown(move || {
        let steps = match way.get()? {
            Way::Installed => return None,
            Way::Prompt => by_prompt(way),
            Way::Ios => pictured_steps(&[
                ("share", text::install::IOS_SHARE),
                ("add", text::install::IOS_ADD),
                ("done", text::install::IOS_DONE),
            ]),
            Way::Menu => view! { <p>{say(text::install::MENU)}</p> }.into_any(),
        };
        Some(view! {
            <details class="fold install">
                <summary>{say(text::install::TITLE)}</summary>
                <p>{say(text::install::WHY)}</p>
                {steps}
            </details>
        })
    })
}

fn by_prompt(way: RwSignal<Option<Way>>) -> AnyView {
    let install = move |_| {
        work::soon(async move {
            // Whether or not the answer was yes, the browser can't be asked again on this page.
            let _ = keeper::install().await;
            let _ = way.try_set(keeper::way_to_install().await.ok());
        });
    };
    view! {
        <button type="button" class="button" data-kind="quiet" on:click=install>
            {say(text::install::BUTTON)}
        </button>
    }
    .into_any()
}

/// Steps with a picture each of what is looked for, which the style draws.
fn pictured_steps(steps: &[(&'static str, Key)]) -> AnyView {
    let steps: Vec<_> = steps
        .iter()
        .map(|(picture, words)| view! { <li data-picture=*picture>{say(*words)}</li> })
        .collect();
    // Without its numbers Safari no longer reads a list as one.
    view! {
        <ol class="install-steps" role="list">
            {steps}
        </ol>
    }
    .into_any()
}
