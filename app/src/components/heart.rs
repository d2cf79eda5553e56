//! The woven heart, the mark of the house: two strips of paper, folded and woven as Danish children do it.

use leptos::prelude::*;

/// The heart, as decoration only. Prerendered pages have the same (`xtask/src/build/prerender.rs`).
#[component]
pub(crate) fn WovenHeart() -> impl IntoView {
    view! {
        <svg class="heart" viewBox="0 0 100 96" aria-hidden="true" focusable="false">
            <g transform="translate(50 8) rotate(45)">
                <path class="heart-white" d="M60 0v60H0a30 30 0 0 1 0-60z" />
                <path class="heart-red" d="M0 0a30 30 0 0 1 60 0z" />
                // Of each half three strips, every other crossing on top.
                <path
                    class="heart-red"
                    d="M0 0h20v20H0zM40 0h20v20H40zM20 20h20v20H20zM0 40h20v20H0zM40 40h20v20H40z"
                />
            </g>
        </svg>
    }
}
