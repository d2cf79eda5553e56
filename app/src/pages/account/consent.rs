//! The consent that stands: reading it again, and taking it back with one question about the profiles.

use domain::wire::ConsentView;
use leptos::prelude::*;

use crate::{
    api::{self, Failure},
    components::{notice::FailureNotice, question::Question},
    format,
    pages::way_to,
    place::Place,
    session::Session,
    words::{live, put, say, text},
    work,
};

/// What the parent agreed to and the way back from it.
pub(super) fn consent(session: Session, standing: Option<ConsentView>) -> AnyView {
    let Some(standing) = standing else {
        return view! {
            <p>{say(text::account::CONSENT_NONE)}</p>
            <a href=Place::Consent.path() class="link">{say(text::home::REVIEW_CONSENT)}</a>
        }
        .into_any();
    };
    let given = live(move || {
        put(&text::account::consent_given(format::day(
            standing.granted_at_ms,
        )))
    });
    view! {
        <p>{given}</p>
        <a href=Place::Consent.path() class="link">{say(text::account::CONSENT_READ)}</a>
        <Withdrawal session />
    }
    .into_any()
}

/// The button and the question that follows it.
#[component]
fn Withdrawal(session: Session) -> impl IntoView {
    let go = way_to();
    let question = Question::unasked();
    let failure = RwSignal::new(None::<Failure>);
    let withdraw = move |delete_profiles: bool| {
        let go = go.clone();
        work::soon(async move {
            let answer = match api::withdraw_consent(delete_profiles).await {
                Ok(()) => session.refresh().await.map(drop),
                Err(problem) => Err(problem),
            };
            match answer {
                Ok(()) => go(&Place::Home),
                Err(problem) => {
                    session.note(&problem);
                    failure.set(Some(problem));
                }
            }
        });
    };
    let keep = withdraw.clone();
    view! {
        <button type="button" class="link" data-kind="danger" on:click=move |_| question.ask()>
            {say(text::account::WITHDRAW)}
        </button>
        <dialog node_ref=question.0 class="question" aria-labelledby="withdraw-title">
            <h2 id="withdraw-title">{say(text::account::WITHDRAW_TITLE)}</h2>
            <p>{say(text::account::WITHDRAW_TEXT)}</p>
            <FailureNotice failure />
            <div class="form-end">
                <button type="button" class="button" data-kind="danger" on:click=move |_| withdraw(true)>
                    {say(text::account::WITHDRAW_DELETE)}
                </button>
                <button type="button" class="button" data-kind="quiet" on:click=move |_| keep(false)>
                    {say(text::account::WITHDRAW_KEEP)}
                </button>
                <button type="button" class="link" on:click=move |_| question.close()>
                    {say(text::common::CANCEL)}
                </button>
            </div>
        </dialog>
    }
}
