//! The front page: the welcome for a stranger, the dashboard for a parent.

use domain::{
    call::EndReason,
    policy::VERSION,
    wire::{CallSummary, ChildView, Overview},
};
use leptos::prelude::*;

use crate::{
    api::{self, Failure},
    components::{
        heart::WovenHeart,
        notice::FailureNotice,
        passkey::PasskeyOffer,
        shell::{Shell, Side, begin_page},
    },
    format,
    pages::{Blocked, Door, Waiting, door, way_to, welcome::Welcome},
    place::Place,
    session::{self, Session},
    words::{Key, Text, live, put, say, text},
    work,
};

/// Chooses between the two.
#[component]
pub(crate) fn Home() -> impl IntoView {
    let session = Session::here();
    let door = door(session);
    let go = way_to();
    work::follow(move || {
        if door.get() == Door::Kid {
            go(&Place::Kids);
        }
    });
    work::shown(move || match door.get() {
        Door::Waiting => Some(view! { <Waiting /> }.into_any()),
        Door::Stranger => Some(view! { <Welcome /> }.into_any()),
        Door::Parent => Some(view! { <Dashboard session /> }.into_any()),
        Door::Kid => None,
        Door::Blocked(failure) => Some(view! { <Blocked failure /> }.into_any()),
    })
}

/// The dashboard.
#[component]
fn Dashboard(session: Session) -> impl IntoView {
    begin_page(text::home::TITLE, Side::Parent);
    view! {
        <Shell width="wide">
            {work::shown(move || session.overview().map(|overview| content(session, overview)))}
        </Shell>
    }
}

fn content(session: Session, overview: Overview) -> impl IntoView {
    let allows_calls = overview
        .consent
        .as_ref()
        .is_some_and(|consent| consent.allows_calls);
    let may_call = session::may_call(&overview);
    let has_called = session::has_called(&overview);
    let names = overview.children.clone();
    view! {
        <div class="home-top">
            <h1>{say(text::home::TITLE)}</h1>
            <Purse overview=overview.clone() />
        </div>
        {overview.account.policy_changed.then(|| policy_banner(session))}
        {overview
            .consent
            .is_none()
            .then(|| consent_banner(text::problem::CONSENT_NEEDED))
            .or_else(|| (!allows_calls).then(|| consent_banner(text::home::NO_CALLS_CONSENT)))}
        {overview
            .children
            .is_empty()
            .then(|| {
                view! {
                    <div class="empty">
                        <WovenHeart />
                        <h2>{say(text::home::EMPTY_TITLE)}</h2>
                        <p>{say(text::home::EMPTY)}</p>
                    </div>
                }
            })}
        <ul class="children">
            {overview.children.into_iter().map(|child| card(child, may_call)).collect_view()}
        </ul>
        <div class="form-end">
            <a href=Place::NewChild.path() class="button" data-kind="quiet">
                {say(text::home::ADD)}
            </a>
            {may_call
                .then(|| {
                    view! {
                        <a href=Place::Kids.path() class="button" data-kind="quiet">
                            {say(text::kids::HAND_OVER)}
                        </a>
                        <a href=Place::Devices.path() class="link">{say(text::devices::TITLE)}</a>
                    }
                })}
        </div>
        {has_called.then(|| view! { <PasskeyOffer /> })}
        <section class="recent" aria-labelledby="recent">
            <h2 id="recent">{say(text::home::RECENT)}</h2>
            {if overview.calls.is_empty() {
                view! { <p class="field-hint">{say(text::home::RECENT_NONE)}</p> }.into_any()
            } else {
                let rows = overview.calls.into_iter().map(|call| row(call, &names)).collect_view();
                view! { <ul class="calls">{rows}</ul> }.into_any()
            }}
        </section>
        {has_called
            .then(|| {
                view! { <a href=Place::Keys.path() class="link">{say(text::keys::TITLE)}</a> }
            })}
        <SignOut session address=overview.account.email />
    }
}

fn consent_banner(words: Key) -> impl IntoView {
    view! {
        <p class="notice">
            {say(words)} " "
            <a href=Place::Consent.path()>{say(text::home::REVIEW_CONSENT)}</a>
        </p>
    }
}

/// Tells of a new policy until the parent says that it was seen, on whichever device.
fn policy_banner(session: Session) -> impl IntoView {
    let failure = RwSignal::new(None::<Failure>);
    let seen = move |_| {
        work::soon(async move {
            let answer = match api::policy_seen().await {
                Ok(()) => session.refresh().await.map(drop),
                Err(problem) => Err(problem),
            };
            failure.set(answer.err());
        });
    };
    view! {
        <div class="notice policy-news">
            <p>{live(|| put(&text::policy::changed(format::iso_day(VERSION))))}</p>
            <p class="policy-links">
                <a href=Place::Privacy.path()>{say(text::policy::PRIVACY)}</a>
                <a href=Place::Terms.path()>{say(text::policy::TERMS)}</a>
                <button type="button" class="link" on:click=seen>{say(text::policy::SEEN)}</button>
            </p>
            <FailureNotice failure />
        </div>
    }
}

/// What can be spent, in minutes: a credit is one started minute.
#[component]
fn Purse(overview: Overview) -> impl IntoView {
    let credits = overview.credits;
    let left = live(move || {
        if credits.balance > 0 {
            put(&text::home::minutes(format::minutes(
                credits.balance as f64,
            )))
        } else {
            put(&text::home::MINUTES_NONE.into())
        }
    });
    let longest = (credits.call_minutes > 0)
        .then_some(move || put(&text::home::longest(format::minutes(credits.call_minutes))));
    view! {
        <div class="purse">
            <p class="purse-left" data-test="credits" data-credits=credits.balance.to_string()>{left}</p>
            <p class="field-hint">{longest}</p>
        </div>
    }
}

/// A child, with the one thing that one comes here for.
fn card(child: ChildView, may_call: bool) -> impl IntoView {
    let ChildView { id, profile } = child;
    let initial: String = profile
        .name
        .chars()
        .take(1)
        .flat_map(char::to_uppercase)
        .collect();
    let wishes: Text = match profile.wishes.len() {
        0 => text::home::WISHES_NONE.into(),
        1 => text::home::WISHES_ONE.into(),
        count => text::home::wishes_many(count),
    };
    let name = profile.name;
    view! {
        <li class="card child-card">
            <span class="child-initial" aria-hidden="true">{initial}</span>
            <div class="child-words">
                <h2>{name.clone()}</h2>
                <p class="field-hint">{say(text::child::years(profile.age))} " · " {say(wishes)}</p>
            </div>
            <a
                href=Place::Child(id.clone()).path()
                class="link child-edit"
                aria-label=say(text::home::edit_for(&name))
            >
                {say(text::home::EDIT)}
            </a>
            {may_call
                .then(|| {
                    view! {
                        <a
                            href=Place::Call(id).path()
                            class="button child-call"
                            aria-label=say(text::home::call_for(&name))
                        >
                            {say(text::home::CALL)}
                        </a>
                    }
                })}
        </li>
    }
}

/// A call as it stands in the list.
fn row(call: CallSummary, children: &[ChildView]) -> impl IntoView {
    let who = call
        .child
        .as_ref()
        .and_then(|id| children.iter().find(|child| child.id == *id))
        .map(|child| child.profile.name.clone());
    let how = call.reason.map_or(text::home::ONGOING, reason);
    let length = call.seconds.filter(|seconds| *seconds > 0);
    view! {
        <li class="call-row">
            <div>
                <p class="call-who">
                    {live(move || who.clone().unwrap_or_else(|| put(&text::home::ONE_CHILD_GONE.into())))}
                </p>
                <p class="field-hint">{live(move || format::moment(call.started_at_ms))} " · " {say(how)}</p>
                {call
                    .grown_up_wanted
                    .then(|| view! { <p class="notice" data-kind="quiet">{say(text::home::GROWN_UP_WANTED)}</p> })}
            </div>
            <div class="call-figures">
                <p>{live(move || length.map(format::duration).unwrap_or_default())}</p>
                <p class="field-hint">
                    {move || match call.charged {
                        None => String::new(),
                        Some(0) => put(&text::home::FREE.into()),
                        Some(minutes) => put(&text::home::used(format::minutes(minutes))),
                    }}
                </p>
            </div>
        </li>
    }
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

#[component]
fn SignOut(session: Session, address: String) -> impl IntoView {
    let failure = RwSignal::new(None::<Failure>);
    let leave = move |_| {
        work::soon(async move {
            failure.set(session.sign_out().await.err());
        });
    };
    view! {
        <div class="account">
            <p class="field-hint">{say(text::home::signed_in_as(address))}</p>
            <button type="button" class="link" on:click=leave>
                {say(text::home::SIGN_OUT)}
            </button>
            <FailureNotice failure />
        </div>
    }
}
