//! "Hilsen fra Julemanden": a greeting to print, made on this device and kept nowhere.
//!
//! It thanks and wishes well. Never on it: a verdict of naughty or nice, a promise, or a word of what was said.

use leptos::prelude::*;

use crate::{
    browser,
    components::heart::WovenHeart,
    words::{Text, say, text},
};

/// The greeting as it will be on paper, and the button that prints it.
#[component]
pub(super) fn Keepsake(
    /// Whom it is for.
    names: String,
    /// Whether it is for several children.
    several: bool,
) -> impl IntoView {
    let print = move |_| {
        if let Some(window) = browser::window() {
            // A browser that can't print shows that by itself.
            let _ = window.print();
        }
    };
    let words: Text = if several {
        text::keepsake::WORDS_TOGETHER.into()
    } else {
        text::keepsake::WORDS.into()
    };
    view! {
        <section class="keepsake" aria-label=say(text::keepsake::TITLE)>
            <div class="keepsake-paper">
                <WovenHeart />
                <p class="keepsake-title">{say(text::keepsake::TITLE)}</p>
                <p class="keepsake-dear">{say(text::keepsake::dear(names))}</p>
                <p>{say(words)}</p>
                <p>{say(text::keepsake::WISH)}</p>
                <Signature />
                <p class="keepsake-name">{say(text::keepsake::SIGNED)}</p>
                <small>{say(text::keepsake::AI)}</small>
            </div>
            <button type="button" class="button" data-kind="quiet" on:click=print>
                {say(text::keepsake::PRINT)}
            </button>
        </section>
    }
}

/// Santa's hand: a cap with its tassel, and a line that runs out like the track of a sleigh.
#[component]
fn Signature() -> impl IntoView {
    view! {
        <svg class="signature" viewBox="0 0 260 90" aria-hidden="true" focusable="false">
            <path d="M18 62c8-2 20-30 34-44 3-3 6-2 6 2-1 16-10 44-22 52-9 6-20 2-17-6 3-9 22-12 34-14" />
            <path d="M62 56c4-8 12-9 12-2s-10 12-11 4c-1-6 9-10 13-7 2 6 4 9 8 4 3-4 5-9 8-9 4 0 1 11 5 11s6-11 10-11 0 11 4 11 7-10 11-10 1 11 5 10c5-1 4-12 10-12 6 1 3 13-3 13-5-1-2-11 5-12 8-1 8 11 14 8 4-2 5-9 9-9 4 1 1 10 6 9 5-2 8-9 13-10" />
            <path d="M176 50c10-14 26-22 40-20-6 3-9 8-9 14" />
            <circle cx="207" cy="48" r="3.5" />
            <path d="M14 78c60-10 150-12 232-4" />
        </svg>
    }
}
