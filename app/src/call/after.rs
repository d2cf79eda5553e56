//! After the call: first Santa waves to the child; the figures stand apart, in the grown-ups' corner.
//!
//! What the child reads here blames nobody and speaks of no money. Why a call failed, what it came to and whether to try
//! again is for a signed-in parent; a tablet in kid mode reads one kind sentence instead.
//!
//! There is no rating to give: a number that belongs to no call tells nobody what to mend, and one that belongs to a call
//! would be data about a child's talk.

mod hand_back;
mod keeping;
mod keepsake;
mod name_sounds;
mod queue;
mod wishes;

use domain::{
    call::{
        EndReason,
        machine::{Ending, MicrophoneProblem, Refusal},
        tool::NameSound,
    },
    wire::{CallEnded, Code, KidView},
};
use leptos::prelude::*;

use self::{
    hand_back::HandBack, keepsake::Keepsake, name_sounds::NamesLearnt, queue::Queue,
    wishes::WishesHeard,
};
use super::before::together;
use crate::{
    api::{Answer, Failure},
    components::notice::FailureNotice,
    format,
    place::Place,
    problem,
    session::Session,
    words::{Key, Text, put, say, text},
    work,
};

/// What Santa was told in the call and a parent may want to keep; in memory only.
#[derive(Clone)]
pub(super) struct Heard {
    /// What the children wish for, in their words.
    pub(super) wishes: Vec<String>,
    /// How they want their names to be said.
    pub(super) name_sounds: Vec<NameSound>,
}

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
    fn of(ending: Ending, names: &str, several: bool) -> Self {
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
                text::after::UNAVAILABLE_TITLE,
                text::after::UNAVAILABLE,
                Some(match refusal {
                    Refusal::Code(code) => problem::of_code(code),
                    Refusal::Unreachable => problem::in_words(&Failure::Unreachable),
                }),
            ),
            Ending::Over(EndReason::HungUp | EndReason::SaidGoodbye | EndReason::LimitReached) => {
                Self {
                    title: text::after::title(names),
                    words: if several {
                        text::after::WAVES_TOGETHER
                    } else {
                        text::after::WAVES
                    },
                    why: None,
                    good: true,
                }
            }
            Ending::Over(EndReason::ConnectionLost | EndReason::WentSilent) => {
                broken(text::after::LOST_TITLE, text::after::LOST, None)
            }
            Ending::Over(
                EndReason::FailedToConnect | EndReason::VoiceFailed | EndReason::NeverReported,
            ) => broken(
                text::after::UNAVAILABLE_TITLE,
                text::after::UNAVAILABLE,
                Some(text::after::FAILED),
            ),
        }
    }
}

/// The page after the call.
#[component]
pub(super) fn After(
    /// How it ended.
    ending: Ending,
    /// Whose call it was.
    child: KidView,
    /// Who called along.
    company: Vec<KidView>,
    /// What Santa was told.
    heard: Heard,
    /// Whether he asked for a grown-up.
    grown_up_wanted: bool,
    /// What it came to, once the edge has said.
    settled: RwSignal<Option<Answer<Option<CallEnded>>>>,
    /// How often it was tried before.
    tries: u32,
    /// Begins anew.
    on_again: impl Fn() + Clone + Send + 'static,
) -> impl IntoView {
    let session = Session::here();
    let names = together(&child.name, &company);
    let Farewell {
        title,
        words,
        why,
        good,
    } = Farewell::of(ending, &names, !company.is_empty());
    learn_figures_when_taken_back(session, settled);
    let in_kid_mode = Memo::new(move |_| session.kid_room().is_some());
    let has_way_out = untrack(|| session.kid_room()).is_some_and(|room| room.has_way_out);
    let waiting = hand_back::words(&heard).filter(|_| has_way_out);
    let several = !company.is_empty();
    let children: Vec<_> = std::iter::once(child).chain(company).collect();
    let figures = matches!(ending, Ending::Over(_));
    let queue = ending == Ending::Refused(Refusal::Code(Code::VoiceBusy));

    // Where it went wrong the corner stands open: the grown-up who was fetched shall not search for the reason.
    let for_grown_ups = move || {
        let again = on_again.clone();
        view! {
            {(figures || why.is_some())
                .then(|| {
                    view! {
                        <details class="fold grown-ups" open=!good>
                            <summary>{say(text::call::FOR_GROWN_UPS)}</summary>
                            {why.map(|why| view! { <p>{say(why)}</p> })}
                            {figures.then(|| view! { <Figures settled good /> })}
                            {queue.then(|| view! { <Queue tries on_again=again.clone() /> })}
                            {(!good && !queue)
                                .then(|| {
                                    view! {
                                        <button type="button" class="link" on:click=move |_| again()>
                                            {say(text::common::TRY_AGAIN)}
                                        </button>
                                    }
                                })}
                        </details>
                    }
                })}
            {grown_up_wanted.then(|| view! { <p class="notice">{say(text::after::GROWN_UP)}</p> })}
            <NamesLearnt names=heard.name_sounds.clone() children=children.clone() />
            <WishesHeard wishes=heard.wishes.clone() children=children.clone() />
            {good.then(|| view! { <Keepsake names=names.clone() several /> })}
        }
    };
    view! {
        <div class="sheet after">
            <h1>{say(title)}</h1>
            <p class="lead" role="status">{say(words)}</p>
            {work::shown(move || waiting.filter(|_| in_kid_mode.get()).map(|words| view! { <HandBack words /> }))}
            <div class="form-end">
                {work::shown(move || {
                    let done = if in_kid_mode.get() { Place::Kids } else { Place::Home };
                    view! { <a href=done.path() class="button">{say(text::after::DONE)}</a> }
                })}
            </div>
            {work::shown(move || (!in_kid_mode.get()).then(&for_grown_ups))}
        </div>
    }
}

/// A tablet in kid mode is told no figures; once the grown-up has taken it back, the newest call of the list is this one.
fn learn_figures_when_taken_back(
    session: Session,
    settled: RwSignal<Option<Answer<Option<CallEnded>>>>,
) {
    work::follow(move || {
        let (Some(Ok(None)), Some(overview)) = (settled.get(), session.overview()) else {
            return;
        };
        let figures = overview.calls.first().and_then(|call| {
            Some(CallEnded {
                seconds: call.seconds?,
                charged: call.charged?,
                balance: overview.credits.balance,
            })
        });
        if figures.is_some() {
            settled.set(Some(Ok(figures)));
        }
    });
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
