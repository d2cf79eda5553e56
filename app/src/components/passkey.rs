//! Passkeys where they are met: signing in with one, being offered one, and what went wrong with one.

use leptos::prelude::*;

use crate::{
    api::{self, Failure},
    components::notice::FailureNotice,
    onward,
    pages::way_to,
    passkey::{self, Trouble},
    place::Place,
    session::Session,
    words::{live, put, say, text},
    work,
};

/// The button on the welcome; absent where the browser knows no passkeys.
#[component]
pub(crate) fn PasskeySignIn() -> impl IntoView {
    let session = Session::here();
    let go = way_to();
    let wanted = onward::wanted();
    let trouble = RwSignal::new(None::<Trouble>);
    let waiting = RwSignal::new(false);
    let enter = move |_| {
        if waiting.get_untracked() {
            return;
        }
        trouble.set(None);
        waiting.set(true);
        let (go, wanted) = (go.clone(), wanted.clone());
        work::soon(async move {
            let answer = sign_in(session).await;
            waiting.set(false);
            match answer {
                Ok(next) => go(&wanted.unwrap_or(next)),
                Err(met) => trouble.set(Some(met)),
            }
        });
    };
    passkey::is_known_here().then(|| {
        view! {
            <div class="passkey-in">
                <button type="button" class="button" data-kind="quiet" disabled=waiting on:click=enter>
                    {live(move || put(&if waiting.get() { text::keys::ADDING } else { text::keys::SIGN_IN }.into()))}
                </button>
                <TroubleNotice trouble />
            </div>
        }
    })
}

async fn sign_in(session: Session) -> Result<Place, Trouble> {
    passkey::sign_in().await?;
    Ok(Place::after_sign_in(&session.refresh().await?))
}

/// The offer on the dashboard. It is there after the first call, while there is no passkey, until it is put aside.
#[component]
pub(crate) fn PasskeyOffer() -> impl IntoView {
    let aside = Session::here().passkey_offer_aside;
    let wanted = RwSignal::new(false);
    if passkey::is_known_here() && !aside.get_untracked() {
        work::soon(async move {
            // An offer that can't be made is no failure.
            if let Ok(keys) = api::passkeys().await {
                wanted.try_set(keys.is_empty());
            }
        });
    }
    view! {
        {work::shown(move || (wanted.get() && !aside.get()).then(|| view! {
            <section class="card offer" aria-labelledby="offer">
                <h2 id="offer">{say(text::keys::OFFER_TITLE)}</h2>
                <p>{say(text::keys::OFFER)}</p>
                <div class="form-end">
                    <a href=Place::Keys.path() class="button" data-kind="quiet">
                        {say(text::keys::OFFER_YES)}
                    </a>
                    <button type="button" class="link" on:click=move |_| aside.set(true)>
                        {say(text::keys::OFFER_NO)}
                    </button>
                </div>
            </section>
        }.into_any()))}
    }
}

/// What went wrong, at the device or at the edge.
#[component]
pub(crate) fn TroubleNotice(trouble: RwSignal<Option<Trouble>>) -> impl IntoView {
    let of_edge = Signal::derive(move || -> Option<Failure> {
        match trouble.get() {
            Some(Trouble::Edge(failure)) => Some(failure),
            _ => None,
        }
    });
    let of_device = live(move || match trouble.get() {
        Some(Trouble::Device(words)) => put(&words.into()),
        _ => String::new(),
    });
    view! {
        <p class="field-error" role="alert">{of_device}</p>
        <FailureNotice failure=of_edge />
    }
}
