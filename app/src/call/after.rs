//! After the call: first Santa waves to the child; the figures stand apart, in the grown-ups' corner.
//!
//! What the child reads here blames nobody and speaks of no money; why a call failed is for the grown-up to read.

use domain::{
    call::{
        EndReason,
        machine::{Ending, MicrophoneProblem, Refusal},
    },
    wire::CallEnded,
};
use leptos::prelude::*;

use crate::{
    api::{Answer, Failure},
    components::notice::FailureNotice,
    format,
    place::Place,
    problem,
    session::Session,
    words::{Key, Text, put, say, text},
};

/// What the child reads, and whether trying again makes sense.
struct Farewell {
    title: Text,
    words: Key,
    /// What the grown-up reads besides the figures.
    why: Option<Key>,
    /// Whether the call came to a good end.
    good: bool,
}

impl Farewell {
    fn of(ending: Ending, name: &str) -> Self {
        let broken = |title: Key, words, why| Self {
            title: title.into(),
            words,
            why,
            good: false,
        };
        match ending {
            Ending::NoMicrophone(problem) => broken(
                text::microphone::REFUSED_TITLE,
                text::microphone::REFUSED_CHILD,
                Some(match problem {
                    MicrophoneProblem::Refused => text::microphone::REFUSED,
                    MicrophoneProblem::Missing => text::microphone::MISSING,
                    MicrophoneProblem::Busy => text::microphone::BUSY,
                }),
            ),
            Ending::Refused(refusal) => broken(
                text::after::FAILED_TITLE,
                text::after::FAILED,
                Some(match refusal {
                    Refusal::Code(code) => problem::of_code(code),
                    Refusal::Unreachable => problem::in_words(&Failure::Unreachable),
                }),
            ),
            Ending::Over(EndReason::HungUp | EndReason::SaidGoodbye | EndReason::LimitReached) => {
                Self {
                    title: text::after::title(name),
                    words: text::after::WAVES,
                    why: None,
                    good: true,
                }
            }
            Ending::Over(EndReason::ConnectionLost | EndReason::WentSilent) => {
                broken(text::after::LOST_TITLE, text::after::LOST, None)
            }
            Ending::Over(
                EndReason::FailedToConnect | EndReason::VoiceFailed | EndReason::NeverReported,
            ) => broken(text::after::FAILED_TITLE, text::after::FAILED, None),
        }
    }
}

/// The page after the call.
#[component]
pub(super) fn After(
    /// How it ended.
    ending: Ending,
    /// Whose call it was.
    name: String,
    /// What it came to, once the edge has said.
    settled: RwSignal<Option<Answer<Option<CallEnded>>>>,
    /// Begins anew.
    on_again: impl Fn() + 'static,
) -> impl IntoView {
    let Farewell {
        title,
        words,
        why,
        good,
    } = Farewell::of(ending, &name);
    let in_kid_mode = untrack(|| Session::here().kid_room()).is_some();
    let figures = matches!(ending, Ending::Over(_)) && !in_kid_mode;
    let done = if in_kid_mode {
        Place::Kids
    } else {
        Place::Home
    };
    // Where it went wrong the corner stands open: the grown-up who was fetched shall not search for the reason.
    view! {
        <div class="sheet after">
            <h1>{say(title)}</h1>
            <p class="lead" role="status">{say(words)}</p>
            <div class="form-end">
                <a href=done.path() class="button">{say(text::after::DONE)}</a>
                {(!good)
                    .then(|| {
                        view! {
                            <button type="button" class="button" data-kind="quiet" on:click=move |_| on_again()>
                                {say(text::common::TRY_AGAIN)}
                            </button>
                        }
                    })}
            </div>
            {(figures || why.is_some())
                .then(|| {
                    view! {
                        <details class="fold grown-ups" open=!good>
                            <summary>{say(text::call::FOR_GROWN_UPS)}</summary>
                            {why.map(|why| view! { <p>{say(why)}</p> })}
                            {figures.then(|| view! { <Figures settled good /> })}
                        </details>
                    }
                })}
        </div>
    }
}

/// How long, what it cost, what is left. Prices stand behind the fold only: where it is open, the child reads along.
#[component]
fn Figures(settled: RwSignal<Option<Answer<Option<CallEnded>>>>, good: bool) -> impl IntoView {
    let overview = untrack(|| Session::here().overview());
    let purse = overview.map(|overview| overview.credits);
    let unsettled = Signal::derive(move || settled.get().and_then(Result::err));
    let figures = move || match settled.get() {
        None => vec![put(&text::after::SETTLING.into())],
        Some(Err(_)) => vec![put(&text::after::UNSETTLED.into())],
        Some(Ok(None)) => Vec::new(),
        Some(Ok(Some(ended))) => [
            (ended.seconds > 0).then(|| text::after::length(format::duration(ended.seconds))),
            Some(match (ended.charged, purse) {
                (0, _) if good => text::after::FREE.into(),
                (0, _) => text::after::REFUNDED.into(),
                (credits, Some(purse)) if good => {
                    text::after::used(format::credits(credits, &purse))
                }
                _ => text::after::SEE_HOME.into(),
            }),
            purse
                .filter(|_| good)
                .map(|purse| text::after::left(format::credits(ended.balance, &purse))),
        ]
        .iter()
        .flatten()
        .map(put)
        .collect(),
    };
    view! {
        <ul class="figures" data-test="figures">
            {move || figures().into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}
        </ul>
        <FailureNotice failure=unsettled />
    }
}
