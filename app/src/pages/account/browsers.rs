//! The browsers that are signed in, each with its end, and the sign-ins there were.

use domain::{
    account::SignInWay,
    kid::Mode,
    wire::{AccountPage, SessionView, SignInView},
};
use leptos::prelude::*;

use super::{Page, device_in_words, section};
use crate::{
    api, format,
    place::Place,
    words::{live, put, say, text},
    work,
};

/// Both lists.
pub(super) fn browsers(page: Page, account: AccountPage) -> impl IntoView {
    let everywhere = move |_| {
        work::soon(async move {
            match api::end_sessions().await {
                // This browser's session ended with the others.
                Ok(()) => page.session.left(),
                Err(failure) => page.failure.set(Some(failure)),
            }
        });
    };
    let sessions = account
        .sessions
        .into_iter()
        .map(|session| session_row(page, session))
        .collect_view();
    let sign_ins = account.sign_ins.into_iter().map(sign_in_row).collect_view();
    let signed_in = view! {
        <p>{say(text::account::BROWSERS_WHY)}</p>
        <ul class="calls">{sessions}</ul>
        <button type="button" class="button" data-kind="quiet" on:click=everywhere>
            {say(text::account::EVERYWHERE)}
        </button>
        <p class="field-hint">{say(text::account::EVERYWHERE_WHY)}</p>
        <a href=Place::Keys.path() class="link">{say(text::keys::TITLE)}</a>
        <details class="fold">
            <summary>{say(text::account::SIGN_INS)}</summary>
            <ul class="calls">{sign_ins}</ul>
        </details>
    };
    section(text::account::BROWSERS_TITLE, signed_in.into_any())
}

fn session_row(page: Page, session: SessionView) -> impl IntoView {
    let name = {
        let (device, given, mode) = (session.device, session.name, session.mode);
        live(move || {
            let name = given.clone().unwrap_or_else(|| device_in_words(&device));
            match mode {
                Mode::Parent => name,
                Mode::Kid => put(&text::account::in_kid_mode(name)),
            }
        })
    };
    let when = live(move || {
        put(&text::account::since(
            format::day(session.created_at_ms),
            format::moment(session.last_seen_at_ms),
        ))
    });
    let end = (!session.this_one).then(|| {
        let id = session.id;
        let end = move |_| {
            let id = id.clone();
            page.after(async move { api::end_session(&id).await });
        };
        let label = live(move || put(&text::account::end_for(name.get())));
        view! {
            <button type="button" class="link" aria-label=label on:click=end>
                {say(text::home::SIGN_OUT)}
            </button>
        }
    });
    let this_one = session
        .this_one
        .then(|| view! { <span class="this-one">{say(text::account::THIS_ONE)}</span> });
    view! {
        <li class="call-row">
            <div>
                <p class="call-who">{name}</p>
                <p class="field-hint">{when}</p>
            </div>
            {end}
            {this_one}
        </li>
    }
}

fn sign_in_row(sign_in: SignInView) -> impl IntoView {
    let SignInView { device, at_ms, way } = sign_in;
    let way = match way {
        SignInWay::Code => text::account::BY_CODE,
        SignInWay::Passkey => text::account::BY_PASSKEY,
    };
    view! {
        <li class="call-row">
            <div>
                <p class="call-who">{live(move || device_in_words(&device))}</p>
                <p class="field-hint">
                    {live(move || format::moment(at_ms))} " · " {say(way)}
                </p>
            </div>
        </li>
    }
}
