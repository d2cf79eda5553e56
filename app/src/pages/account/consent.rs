//! The consent that stands: reading it again, and taking it back with one question about the profiles.

use domain::wire::ConsentView;
use leptos::prelude::*;

use crate::{
    api::{self, Failure},
    components::question::{Choice, Question},
    format,
    pages::{home_after, way_to},
    place::Place,
    session::Session,
    words::{live, put, say, text},
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

/// The question, and what becomes of the profiles.
#[component]
fn Withdrawal(session: Session) -> impl IntoView {
    let go = way_to();
    let failure = RwSignal::new(None::<Failure>);
    let withdraw = move |delete_profiles: bool| {
        let go = go.clone();
        move || {
            home_after(
                go.clone(),
                session,
                failure,
                api::withdraw_consent(delete_profiles),
            )
        }
    };
    view! {
        <Question
            button=text::account::WITHDRAW
            title=text::account::WITHDRAW_TITLE
            meaning=text::account::WITHDRAW_TEXT
            failure
            choices=vec![
                Choice::danger(text::account::WITHDRAW_DELETE, withdraw(true)),
                Choice::quiet(text::account::WITHDRAW_KEEP, withdraw(false)),
            ]
        />
    }
}
