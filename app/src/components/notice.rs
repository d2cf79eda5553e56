//! A failure in words, where it happened and at once read out.

use leptos::prelude::*;

use crate::{api::Failure, problem, words::say, work};

/// Says what went wrong; takes no room while nothing did.
#[component]
pub(crate) fn FailureNotice(
    /// What went wrong last.
    #[prop(into)]
    failure: Signal<Option<Failure>>,
) -> impl IntoView {
    view! {
        <div class="notice-place" role="alert">
            {work::shown(move || {
                failure
                    .get()
                    .map(|failure| {
                        let reference = problem::reference(&failure);
                        view! {
                            <p class="notice">
                                {say(problem::in_words(&failure))}
                                {reference.map(|text| view! { <small>{say(text)}</small> })}
                            </p>
                        }
                    })
            })}
        </div>
    }
}
