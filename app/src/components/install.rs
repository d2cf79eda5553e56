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
            Way::Ios => steps(&[
                text::install::IOS_SHARE,
                text::install::IOS_ADD,
                text::install::IOS_DONE,
            ]),
            Way::Menu => steps(&[text::install::MENU]),
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

fn steps(words: &[Key]) -> AnyView {
    let steps: Vec<_> = words
        .iter()
        .map(|words| view! { <li>{say(*words)}</li> })
        .collect();
    view! { <ol class="install-steps">{steps}</ol> }.into_any()
}
