//! Where a parent waits when more call Santa than OpenAI lets through.
//!
//! It says what is true: many are calling, nothing was taken, and when to try again. Each pause is longer than the one
//! before it, so that a crowd thins out. It never calls by itself: a tablet lets Santa be heard only after a tap, and
//! nobody shall be rung up who has left the room. A tablet in kid mode does not see it.

use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;

use crate::{
    words::{live, put, say, text},
    work,
};

/// How long the first pause is, in seconds; each further one is twice as long.
const FIRST_PAUSE_SECONDS: u32 = 10;
/// The longest pause, in seconds.
const LONGEST_PAUSE_SECONDS: u32 = 80;

/// The waiting place, with a button that works when its pause is over.
#[component]
pub(super) fn Queue(
    /// How often it was tried before.
    tries: u32,
    /// Begins anew.
    on_again: impl Fn() + 'static,
) -> impl IntoView {
    let waits = RwSignal::new(true);
    work::soon(async move {
        TimeoutFuture::new(pause_seconds(tries) * 1_000).await;
        // Whoever has left meanwhile waits no more.
        waits.try_set(false);
    });
    let words = move || {
        if waits.get() {
            text::after::QUEUE_WAIT
        } else {
            text::after::QUEUE_READY
        }
    };
    view! {
        <section class="queue" data-test="queue">
            <p>{say(text::after::QUEUE_FREE)}</p>
            <p role="status">{live(move || put(&words().into()))}</p>
            <button
                type="button"
                class="button"
                data-kind="quiet"
                disabled=move || waits.get()
                on:click=move |_| on_again()
            >
                {say(text::after::QUEUE_AGAIN)}
            </button>
        </section>
    }
}

/// How long to wait before the next try, in seconds.
fn pause_seconds(tries: u32) -> u32 {
    (FIRST_PAUSE_SECONDS << tries.min(8)).min(LONGEST_PAUSE_SECONDS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_and_have_an_end() {
        let pauses = [0, 1, 2, 3, 4, u32::MAX].map(pause_seconds);
        assert_eq!(pauses, [10, 20, 40, 80, 80, 80]);
    }
}
