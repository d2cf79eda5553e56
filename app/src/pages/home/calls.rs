//! The latest calls: who, when, how long, at what price, and what to do about one that did not go well.

use domain::{
    call::EndReason,
    id::CallId,
    wire::{CallSummary, ChildView, CreditsView, Overview},
};
use leptos::prelude::*;

use crate::{
    api::{self, Failure},
    browser,
    components::question::{Choice, Question},
    format,
    session::Session,
    words::{Key, Text, live, put, say, text},
    work,
};

/// The list; a word where there is none yet.
pub(super) fn recent(session: Session, overview: &Overview) -> impl IntoView + use<> {
    let calls = &overview.calls;
    let one_was_given_back = calls.iter().any(|call| call.given_back > 0);
    let rows: Vec<_> = calls
        .iter()
        .map(|call| row(session, overview, call, one_was_given_back))
        .collect();
    view! {
        <section class="recent" aria-labelledby="recent">
            <h2 id="recent">{say(text::home::RECENT)}</h2>
            {if rows.is_empty() {
                view! { <p class="field-hint">{say(text::home::RECENT_NONE)}</p> }.into_any()
            } else {
                view! { <ul class="calls">{rows}</ul> }.into_any()
            }}
        </section>
    }
}

/// A call as it stands in the list.
fn row(
    session: Session,
    overview: &Overview,
    call: &CallSummary,
    one_was_given_back: bool,
) -> AnyView {
    let purse = overview.credits;
    let who = name_of(call, &overview.children);
    let who = live(move || {
        who.clone()
            .unwrap_or_else(|| put(&text::home::ONE_CHILD_GONE.into()))
    });
    let CallSummary {
        started_at_ms,
        charged,
        given_back,
        ..
    } = *call;
    let moment = live(move || format::moment(started_at_ms));
    let how = call.reason.map_or(text::home::ONGOING, reason);
    let length = call.seconds.filter(|seconds| *seconds > 0);
    let price = live(move || match (charged, given_back) {
        (None, _) => String::new(),
        (Some(0), _) => put(&text::home::FREE.into()),
        (Some(credits), 0) => put(&text::home::used(format::credits(credits, &purse))),
        (_, credits) => put(&text::home::given_back(format::credits(credits, &purse))),
    });
    let complaint = charged
        .filter(|credits| *credits > 0 && given_back == 0)
        .map(|credits| {
            complaint(
                session,
                call.id.clone(),
                (credits, purse),
                one_was_given_back,
            )
        });
    view! {
        <li class="call-row">
            <div>
                <p class="call-who">{who}</p>
                <p class="field-hint">{moment} " · " {say(how)}</p>
                {call
                    .grown_up_wanted
                    .then(|| view! { <p class="notice" data-kind="quiet">{say(text::home::GROWN_UP_WANTED)}</p> })}
                {complaint}
            </div>
            <div class="call-figures">
                <p data-test="length">{live(move || length.map(format::duration).unwrap_or_default())}</p>
                <p class="field-hint">{price}</p>
            </div>
        </li>
    }
    .into_any()
}

fn name_of(call: &CallSummary, children: &[ChildView]) -> Option<String> {
    let child = call.child.as_ref()?;
    let profile = children.iter().find(|own| own.id == *child)?;
    Some(profile.profile.name.clone())
}

/// "It did not go well": the first call comes back by itself, for any other there is somebody to write to.
fn complaint(
    session: Session,
    call: CallId,
    (credits, purse): (u32, CreditsView),
    one_was_given_back: bool,
) -> AnyView {
    let failure = RwSignal::new(None::<Failure>);
    let give_back = move || {
        let call = call.clone();
        work::soon(async move {
            let answer = match api::complain(&call).await {
                // The list shows what came back, and the purse says so aloud.
                Ok(_) => session.refresh().await.map(|_| browser::focus_page()),
                Err(problem) => Err(problem),
            };
            if let Err(problem) = answer {
                session.note(&problem);
                failure.set(Some(problem));
            }
        });
    };
    let (meaning, choices): (Text, _) = if one_was_given_back {
        let address = session.config().map(|config| config.support_email);
        let meaning = text::home::not_well_again(address.unwrap_or_default());
        (meaning, Vec::new())
    } else {
        let meaning = text::home::not_well_first(format::credits(credits, &purse));
        let choice = Choice::quiet(text::home::NOT_WELL_GIVE_BACK, give_back);
        (meaning, vec![choice])
    };
    view! {
        <Question
            button=text::home::NOT_WELL
            class="call-complaint"
            title=text::home::NOT_WELL_TITLE
            meaning
            leave=text::home::NOT_WELL_LEAVE
            failure
            choices
        />
    }
    .into_any()
}

fn reason(reason: EndReason) -> Key {
    use text::call_reason as words;
    match reason {
        EndReason::HungUp => words::HUNG_UP,
        EndReason::SaidGoodbye => words::SAID_GOODBYE,
        EndReason::LimitReached => words::LIMIT_REACHED,
        EndReason::FailedToConnect => words::FAILED_TO_CONNECT,
        EndReason::ConnectionLost => words::CONNECTION_LOST,
        EndReason::VoiceFailed => words::VOICE_FAILED,
        EndReason::WentSilent => words::WENT_SILENT,
        EndReason::NeverReported => words::NEVER_REPORTED,
    }
}
