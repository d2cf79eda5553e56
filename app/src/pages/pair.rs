//! Taking an invitation up on the device that is to be the children's: by the QR code's key, or by six digits.
//!
//! The key comes behind the `#` of the address and is spent by the button only: whatever merely loads the page, such as a
//! messenger's preview, spends nothing.

use domain::{
    pairing::Secret,
    wire::{Code, PairDevice},
};
use leptos::{leptos_dom::helpers::location_hash, prelude::*};

use crate::{
    api::Failure,
    components::{
        field::{TextField, Typing},
        notice::FailureNotice,
        shell::{Shell, Side, begin_page},
    },
    pages::way_to,
    place::Place,
    problem,
    session::Session,
    words::{say, text},
    work,
};

/// The page.
#[component]
pub(crate) fn PairPage() -> impl IntoView {
    begin_page(text::pair::TITLE, Side::Parent);
    let session = Session::here();
    let go = way_to();
    let key = location_hash().unwrap_or_default();
    let typing = RwSignal::new(Secret::read(&key).is_none());
    let code = RwSignal::new(String::new());
    let failure = RwSignal::new(None::<Failure>);
    let busy = RwSignal::new(false);

    let pair = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        let secret = match typing.get_untracked() {
            true => code.get_untracked(),
            false => key.clone(),
        };
        if Secret::read(&secret).is_none() {
            failure.set(Some(problem::foreseen(Code::WrongCode)));
            return;
        }
        failure.set(None);
        busy.set(true);
        let go = go.clone();
        work::soon(async move {
            let answer = session.pair(&PairDevice { secret }).await;
            busy.set(false);
            match answer {
                Ok(()) => go(&Place::Kids),
                Err(problem) => {
                    // A key that was spent or is too old stays so; the digits of a new invitation can be typed.
                    if problem::is(&problem, Code::WrongCode) {
                        typing.set(true);
                    }
                    failure.set(Some(problem));
                }
            }
        });
    };
    let (wrong, other) = problem::beside_field(failure, Code::WrongCode);
    view! {
        <Shell width="narrow">
            <h1>{say(text::pair::TITLE)}</h1>
            <p class="lead">{say(text::pair::LEAD)}</p>
            {work::shown(move || {
                session
                    .overview()
                    .map(|_| view! { <p class="notice">{say(text::pair::SIGNS_OUT)}</p> }.into_any())
            })}
            <form class="form" on:submit=pair novalidate>
                {work::shown(move || {
                    typing
                        .get()
                        .then(|| {
                            view! {
                                <TextField
                                    id="code"
                                    label=text::pair::CODE
                                    hint=text::pair::CODE_HINT
                                    value=code
                                    error=wrong
                                    typing=Typing::CODE
                                    focused=true
                                    class="code-input"
                                />
                            }
                                .into_any()
                        })
                })}
                <FailureNotice failure=other />
                <div class="form-end">
                    <button type="submit" class="button" disabled=busy>{say(text::pair::TAKE_UP)}</button>
                </div>
            </form>
        </Shell>
    }
}
