//! Handing the tablet over: what the children can do then, and the PIN by which the grown-up gets it back.

use domain::wire::{Code, HandOver};
use leptos::prelude::*;

use crate::{
    api::Failure,
    components::{
        field::{TextField, Typing},
        notice::FailureNotice,
        shell::{Shell, Side, begin_page},
    },
    place::Place,
    problem,
    session::Session,
    words::{live, put, say, text},
    work,
};

/// The page before the tablet changes hands.
#[component]
pub(super) fn HandOverPage(session: Session) -> impl IntoView {
    begin_page(text::kids::HAND_OVER, Side::Parent);
    let pin = RwSignal::new(String::new());
    // The edge tells whether a PIN is still to be chosen; a parent who forgot it may choose another here at any time.
    let asks_pin = RwSignal::new(false);
    let failure = RwSignal::new(None::<Failure>);
    let busy = RwSignal::new(false);

    let hand_over = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        failure.set(None);
        busy.set(true);
        let asked = HandOver {
            pin: asks_pin.get_untracked().then(|| pin.get_untracked()),
        };
        work::soon(async move {
            let answer = session.hand_over(&asked).await;
            // Where it went well, this page is gone by now.
            busy.try_set(false);
            match answer {
                Ok(()) => {}
                Err(refused) if problem::is(&refused, Code::PinNeeded) => asks_pin.set(true),
                Err(problem) => {
                    failure.try_set(Some(problem));
                }
            }
        });
    };
    let (unfit, other) = problem::parted(failure, Code::UnfitPin);

    view! {
        <Shell width="narrow">
            <h1>{say(text::kids::HAND_OVER)}</h1>
            <p class="lead">{say(text::kids::HAND_OVER_TEXT)}</p>
            <form class="form" on:submit=hand_over novalidate>
                {move || {
                    asks_pin
                        .get()
                        .then(|| {
                            view! {
                                <TextField
                                    id="pin"
                                    label=text::kids::CHOOSE_PIN
                                    hint=text::kids::CHOOSE_PIN_HINT
                                    value=pin
                                    error=unfit
                                    typing=Typing::PIN
                                    focused=true
                                    class="code-input"
                                />
                            }
                        })
                }}
                <FailureNotice failure=other />
                <div class="form-end">
                    <button type="submit" class="button" disabled=busy>
                        {live(move || {
                            put(
                                &if asks_pin.get() { text::kids::HAND_OVER_WITH_PIN } else { text::kids::HAND_OVER_NOW }
                                    .into(),
                            )
                        })}
                    </button>
                    <a href=Place::Home.path() class="link">{say(text::common::BACK)}</a>
                </div>
            </form>
            <Show when=move || !asks_pin.get()>
                <button type="button" class="link" on:click=move |_| asks_pin.set(true)>
                    {say(text::kids::OTHER_PIN)}
                </button>
            </Show>
        </Shell>
    }
}
