//! The front page: the welcome for a stranger, the dashboard for a parent.

mod calls;
mod purse;

use domain::{
    policy::VERSION,
    wire::{ChildView, Overview},
};
use leptos::prelude::*;

use crate::{
    api::{self, Failure},
    browser,
    components::{
        heart::WovenHeart,
        install::InstallHint,
        notice::FailureNotice,
        passkey::PasskeyOffer,
        shell::{Shell, Side, begin_page},
    },
    format, onward,
    pages::{
        Blocked, Door, Waiting, door,
        parts::{self, Parents},
        way_to,
        welcome::Welcome,
    },
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
    let wanted = onward::wanted();
    work::follow(move || match (door.get(), &wanted) {
        (Door::Kid, _) => go(&Place::Kids),
        (Door::Parent, Some(wanted)) => go(wanted),
        _ => {}
    });
    work::shown(move || match door.get() {
        Door::Waiting => Some(view! { <Waiting /> }.into_any()),
        Door::Stranger => Some(view! { <Welcome /> }.into_any()),
        Door::Parent => Some(Parents::Dashboard.draw()),
        Door::Kid => None,
        Door::Blocked(failure) => Some(view! { <Blocked failure /> }.into_any()),
    })
}

/// The dashboard.
#[component]
pub(crate) fn Dashboard() -> impl IntoView {
    let session = Session::here();
    begin_page(text::home::TITLE, Side::Parent);
    parts::expect_a_call();
    purse::watch(session);
    view! {
        <Shell width="wide">
            {purse::news(session)}
            {work::shown(move || session.overview().map(|overview| content(session, overview)))}
        </Shell>
    }
}

fn content(session: Session, overview: Overview) -> impl IntoView {
    let allows_calls = overview
        .consent
        .as_ref()
        .is_some_and(|consent| consent.allows_calls);
    let may_call = overview.may_call();
    let has_called = session::has_called(&overview);
    let is_empty = overview.children.is_empty();
    let recent = calls::recent(session, &overview);
    view! {
        <div class="home-top">
            <figure class="home-picture">
                <img
                    src=browser::built("santa/still.webp")
                    alt=""
                    width="840"
                    height="840"
                />
            </figure>
            <h1>{say(text::home::TITLE)}</h1>
            {purse::purse(session, overview.calls.is_empty())}
        </div>
        {overview.account.policy_changed.then(|| policy_banner(session))}
        {overview
            .consent
            .is_none()
            .then(|| consent_banner(text::problem::CONSENT_NEEDED))
            .or_else(|| (!allows_calls).then(|| consent_banner(text::home::NO_CALLS_CONSENT)))}
        {is_empty
            .then(|| {
                view! {
                    <div class="card empty">
                        <WovenHeart />
                        <h2>{say(text::home::EMPTY_TITLE)}</h2>
                        <p>{say(text::home::EMPTY)}</p>
                        {new_child(None)}
                    </div>
                }
            })}
        <ul class="children">
            {overview.children.into_iter().map(|child| card(child, may_call)).collect_view()}
        </ul>
        <div class="form-end">
            {(!is_empty).then(|| new_child(Some("quiet")))}
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
        {recent}
        <InstallHint />
        {has_called
            .then(|| {
                view! { <a href=Place::Keys.path() class="link">{say(text::keys::TITLE)}</a> }
            })}
        <SignOut session address=overview.account.email />
    }
}

/// The way to another child; to the first one it is what the page is for.
fn new_child(kind: Option<&'static str>) -> impl IntoView {
    view! {
        <a href=Place::NewChild.path() class="button" data-kind=kind>
            {say(text::home::ADD)}
        </a>
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
