//! Asking a parent who is signed in to prove anew to be there: by a passkey where the account has one, or by a code.
//!
//! The edge decides what is proof enough. Here it is only asked for and handed to the deed that needs it.

use domain::confirmation::{Proof, Purpose};
use leptos::prelude::*;

use crate::{
    api::{self, Failure},
    components::{code::CodeForm, passkey::TroubleNotice},
    passkey::{self, Trouble},
    session::Session,
    words::{Key, say, text},
    work::{self, Promise},
};

/// What is done with the proof.
pub(crate) type Deed = Callback<Proof, Promise<Result<(), Trouble>>>;

/// Both ways to prove it, and the code's field once a code is on its way.
#[component]
pub(crate) fn ProofForm(
    /// What the proof is for.
    purpose: Purpose,
    /// What the button beside the code says.
    enter: Key,
    /// Whether what follows can't be undone.
    #[prop(optional)]
    danger: bool,
    /// What is done with the proof; the page goes on from there.
    deed: Deed,
) -> impl IntoView {
    let session = Session::here();
    let trouble = RwSignal::new(None::<Trouble>);
    let failure = RwSignal::new(None::<Failure>);
    let busy = RwSignal::new(false);
    let code_sent = RwSignal::new(false);
    let has_key = RwSignal::new(false);
    if passkey::is_known_here() {
        work::soon(async move {
            // An account without a passkey has no challenge; nor is any other refusal a failure yet.
            let answer = api::confirmation_challenge(purpose).await;
            has_key.try_set(answer.is_ok());
        });
    }
    let attempt = move |work: Promise<Result<(), Trouble>>| {
        if busy.get_untracked() {
            return;
        }
        trouble.set(None);
        busy.set(true);
        work::soon(async move {
            let answer = work.await;
            // Where it went well, this page may be gone by now.
            busy.try_set(false);
            if let Err(met) = answer {
                if let Trouble::Edge(problem) = &met {
                    session.note(problem);
                }
                trouble.try_set(Some(met));
            }
        });
    };
    let by_passkey = move |_| {
        attempt(Box::pin(async move {
            deed.run(passkey::prove(purpose).await?).await
        }));
    };
    let send = move |_| {
        attempt(Box::pin(async move {
            api::request_confirmation(purpose).await?;
            failure.try_set(None);
            code_sent.try_set(true);
            Ok(())
        }));
    };
    let by_code = Callback::new(move |digits: String| -> Promise<Result<(), Failure>> {
        Box::pin(async move {
            match deed.run(Proof::Code(digits)).await {
                Err(Trouble::Edge(problem)) => {
                    session.note(&problem);
                    Err(problem)
                }
                Err(met) => {
                    trouble.try_set(Some(met));
                    Ok(())
                }
                Ok(()) => Ok(()),
            }
        })
    });
    // A tablet in the children's hands is not told where the code went.
    let sent = match untrack(|| session.overview()) {
        Some(overview) => text::code::sent_to(overview.account.email),
        None => text::code::SENT.into(),
    };
    let kind = move |first: bool| match (first, danger) {
        (true, true) => Some("danger"),
        (true, false) => None,
        (false, _) => Some("quiet"),
    };
    view! {
        <div class="proof">
            <Show when=move || has_key.get()>
                <button
                    type="button"
                    class="button"
                    data-kind=move || kind(!code_sent.get())
                    disabled=busy
                    on:click=by_passkey
                >
                    {say(text::proof::PASSKEY)}
                </button>
            </Show>
            {move || {
                if code_sent.get() {
                    view! {
                        <p class="lead" role="status">{say(sent.clone())}</p>
                        <CodeForm enter danger failure deed=by_code />
                    }
                        .into_any()
                } else {
                    view! {
                        <button
                            type="button"
                            class="button"
                            data-kind=move || kind(!has_key.get())
                            disabled=busy
                            on:click=send
                        >
                            {say(text::proof::SEND)}
                        </button>
                    }
                        .into_any()
                }
            }}
            <Show when=move || code_sent.get()>
                <button type="button" class="link" disabled=busy on:click=send>
                    {say(text::code::AGAIN)}
                </button>
            </Show>
            <TroubleNotice trouble />
        </div>
    }
}
