//! The grown-up's way out of kid mode: the PIN, or a fresh proof where it was forgotten.

use domain::{
    confirmation::{Proof, Purpose},
    wire::{Code, TakeBack},
};
use leptos::prelude::*;

use crate::{
    api::Failure,
    components::{
        field::{TextField, Typing},
        notice::FailureNotice,
        proof::ProofForm,
        question::Dialog,
    },
    pages::way_to,
    passkey::Trouble,
    place::Place,
    problem,
    session::Session,
    words::{say, text},
    work::{self, Promise},
};

/// A small door at the edge of the page, and the question behind it.
#[component]
pub(crate) fn WayOut(
    /// Whether the page stays when it is the grown-up's; else home is next.
    #[prop(optional)]
    stays: bool,
) -> impl IntoView {
    let session = Session::here();
    let go = way_to();
    let question = Dialog::unasked();
    let pin = RwSignal::new(String::new());
    let failure = RwSignal::new(None::<Failure>);
    let forgotten = RwSignal::new(false);

    let close = move |_| {
        question.close();
        pin.set(String::new());
        failure.set(None);
        forgotten.set(false);
    };
    let take_back = move |asked: TakeBack| -> Promise<Result<(), Failure>> {
        let go = go.clone();
        Box::pin(async move {
            session.take_back(&asked).await?;
            if !stays {
                go(&Place::Home);
            }
            Ok(())
        })
    };
    let prove = {
        let take_back = take_back.clone();
        Callback::new(move |proof: Proof| -> Promise<Result<(), Trouble>> {
            let answer = take_back(proof.into());
            Box::pin(async move { Ok(answer.await?) })
        })
    };
    let leave = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        failure.set(None);
        let answer = take_back(TakeBack::Pin(pin.get_untracked()));
        work::soon(async move {
            if let Err(problem) = answer.await {
                pin.try_set(String::new());
                failure.try_set(Some(problem));
            }
        });
    };
    let (wrong, other) = problem::beside_field(failure, Code::WrongPin);
    view! {
        <button type="button" class="link kids-out" on:click=move |_| question.ask()>
            {say(text::call::FOR_GROWN_UPS)}
        </button>
        <dialog node_ref=question.0 class="question" aria-labelledby="way-out-title">
            <h2 id="way-out-title">{say(text::kids::OUT_TITLE)}</h2>
            <form class="form" hidden=move || forgotten.get() on:submit=leave novalidate>
                <TextField
                    id="pin"
                    label=text::kids::PIN
                    hint=text::kids::PIN_HINT
                    value=pin
                    error=wrong
                    typing=Typing::PIN
                    class="code-input"
                />
                <FailureNotice failure=other />
                <div class="form-end">
                    <button type="submit" class="button">{say(text::kids::OUT)}</button>
                    <button type="button" class="link" on:click=move |_| forgotten.set(true)>
                        {say(text::kids::FORGOTTEN)}
                    </button>
                </div>
            </form>
            <Show when=move || forgotten.get()>
                <p>{say(text::kids::FORGOTTEN_TEXT)}</p>
                <ProofForm purpose=Purpose::LeaveKidMode enter=text::kids::OUT deed=prove />
            </Show>
            <button type="button" class="link" on:click=close>{say(text::common::CANCEL)}</button>
        </dialog>
    }
}
