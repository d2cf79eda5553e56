//! Entering the sign-in code.
//!
//! Made for a trip to the mail app: the browser is known by a cookie, so a page that was thrown out of memory and
//! loaded anew still takes the code.

use domain::wire::{EnterCode, RequestCode};
use leptos::{leptos_dom::helpers::set_interval_with_handle, prelude::*};

use crate::{
    api::{self, Failure},
    components::{
        code::CodeForm,
        shell::{Shell, Side, begin_page},
    },
    format, language, onward,
    pages::way_to,
    place::Place,
    session::{Session, Standing},
    words::{live, put, say, text},
    work::{self, Promise},
};

/// How long one waits before another code can be sent, in seconds.
const PAUSE_SECONDS: u32 = 30;

/// The page of the code.
#[component]
pub(crate) fn CodePage() -> impl IntoView {
    begin_page(text::code::TITLE, Side::Parent);
    let session = Session::here();
    let go = way_to();
    let wanted = onward::wanted();
    let back = onward::remembering(&Place::Home, wanted.as_ref());
    let failure = RwSignal::new(None::<Failure>);
    let enter = Callback::new(move |digits: String| -> Promise<Result<(), Failure>> {
        Box::pin(async move {
            api::enter_code(&EnterCode { code: digits }).await?;
            session.refresh().await.map(drop)
        })
    });
    // Whoever is signed in, by this code or already, goes on to the next step.
    work::follow(move || {
        if let Standing::SignedIn(overview) = session.standing() {
            go(wanted.as_ref().unwrap_or(&Place::after_sign_in(&overview)));
        }
    });
    let sent = live(move || match session.code_sent_to.get() {
        Some(address) => put(&text::code::sent_to(address)),
        None => put(&text::code::SENT.into()),
    });

    view! {
        <Shell width="narrow">
            <h1>{say(text::code::TITLE)}</h1>
            <p class="lead">{sent}</p>
            <CodeForm enter=text::code::ENTER at_once=true failure deed=enter />
            <Resend failure back />
            {work::shown(move || {
                session
                    .config()
                    .and_then(|config| config.inbox_url)
                    .map(|address| {
                        view! {
                            <p class="developer">
                                <a href=address target="_blank" rel="noopener">
                                    {say(text::code::INBOX)}
                                </a>
                            </p>
                        }
                    })
            })}
        </Shell>
    }
}

/// "Send a new code", after a pause, and the way back to another address.
#[component]
fn Resend(failure: RwSignal<Option<Failure>>, back: String) -> impl IntoView {
    let session = Session::here();
    let pause = RwSignal::new(PAUSE_SECONDS);
    let sent_again = RwSignal::new(false);
    let ticking = set_interval_with_handle(
        move || pause.update(|seconds| *seconds = seconds.saturating_sub(1)),
        std::time::Duration::from_secs(1),
    );
    on_cleanup(move || {
        if let Ok(ticking) = ticking {
            ticking.clear();
        }
    });
    let again = move |_: leptos::ev::MouseEvent| {
        let Some(email) = session.code_sent_to.get_untracked() else {
            return;
        };
        pause.set(PAUSE_SECONDS);
        failure.set(None);
        work::soon(async move {
            match api::request_code(&RequestCode {
                email,
                language: language::current(),
            })
            .await
            {
                Ok(()) => sent_again.set(true),
                Err(problem) => failure.set(Some(problem)),
            }
        });
    };
    let news = live(move || match sent_again.get() {
        true => put(&text::code::SENT_AGAIN.into()),
        false => String::new(),
    });
    view! {
        <div class="quiet-row">
            <p aria-live="polite">{news}</p>
            {work::shown(move || session.code_sent_to.with(Option::is_some).then(|| view! {
                <button
                    type="button"
                    class="button"
                    data-kind="quiet"
                    disabled=move || pause.get() != 0
                    on:click=again
                >
                    {move || match pause.get() {
                        0 => put(&text::code::AGAIN.into()),
                        seconds => put(&text::code::again_in(format::seconds(seconds))),
                    }}
                </button>
            }.into_any()))}
            <a href=back class="link">{say(text::code::OTHER_ADDRESS)}</a>
        </div>
    }
}
