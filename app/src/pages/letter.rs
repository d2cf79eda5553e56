//! Where the links of our letters lead: a page that says what will happen, and one button that does it.
//!
//! The token stands behind the `#`, so no server is told of it before the button is pressed, and a program that follows
//! every link in a mail changes nothing. Nobody has to be signed in.

use std::pin::Pin;

use leptos::prelude::*;

use crate::{
    api::{self, Answer, Failure},
    browser,
    components::{
        notice::FailureNotice,
        shell::{Shell, Side, begin_page},
    },
    session::Session,
    words::{Key, say, text},
    work,
};

/// Asks the edge for the deed, with the token of the link.
type Act = fn(String) -> Pin<Box<dyn Future<Output = Answer<()>>>>;

/// What a link does and how that is said.
struct Deed {
    title: Key,
    lead: Key,
    more: &'static [Key],
    button: Key,
    kind: &'static str,
    done: Key,
    act: Act,
}

/// "This wasn't me": deletes the account whose consent somebody else gave.
#[component]
pub(crate) fn DisavowPage() -> impl IntoView {
    page(Deed {
        title: text::disavowal::TITLE,
        lead: text::disavowal::LEAD,
        more: &[
            text::deletion::WHAT_GOES,
            text::deletion::WHAT_STAYS,
            text::deletion::WHEN,
            text::disavowal::OR_NOT,
        ],
        button: text::disavowal::DELETE,
        kind: "danger",
        done: text::disavowal::DONE,
        act: |token| Box::pin(api::disavow(token)),
    })
}

/// "No more of these": turns off the letters that the link came with.
#[component]
pub(crate) fn UnsubscribePage() -> impl IntoView {
    page(Deed {
        title: text::unsubscribe::TITLE,
        lead: text::unsubscribe::LEAD,
        more: &[],
        button: text::unsubscribe::STOP,
        kind: "",
        done: text::unsubscribe::DONE,
        act: |token| Box::pin(api::unsubscribe(token)),
    })
}

fn page(deed: Deed) -> AnyView {
    begin_page(deed.title, Side::Parent);
    let session = Session::here();
    let done = RwSignal::new(false);
    let busy = RwSignal::new(false);
    let failure = RwSignal::new(None::<Failure>);
    let act = deed.act;
    let press = move |_| {
        busy.set(true);
        work::soon(async move {
            let answer = act(browser::fragment()).await;
            busy.set(false);
            match answer {
                Ok(()) => {
                    done.set(true);
                    // Whoever was signed in here may be so no longer; what comes of it shows in the session.
                    let _ = session.refresh().await;
                }
                Err(problem) => failure.set(Some(problem)),
            }
        });
    };
    view! {
        <Shell width="narrow">
            <h1>{say(deed.title)}</h1>
            <div class="letter-deed" role="status">
                {move || {
                    if done.get() {
                        view! { <p class="lead">{say(deed.done)}</p> }.into_any()
                    } else {
                        let more: Vec<_> = deed
                            .more
                            .iter()
                            .map(|&key| view! { <p>{say(key)}</p> })
                            .collect();
                        view! {
                            <p class="lead">{say(deed.lead)}</p>
                            {more}
                            <div>
                                <button
                                    type="button"
                                    class="button"
                                    data-kind=deed.kind
                                    disabled=busy
                                    on:click=press
                                >
                                    {say(deed.button)}
                                </button>
                            </div>
                            <FailureNotice failure />
                        }
                            .into_any()
                    }
                }}
            </div>
        </Shell>
    }
    .into_any()
}
