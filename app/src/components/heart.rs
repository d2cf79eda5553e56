//! The woven heart, the mark of the house: two strips of paper, folded and woven as Danish children do it.

use leptos::prelude::*;

/// How many strips each half is cut into.
const STRIPS: u8 = 3;
/// The width of a strip in the drawing's own units.
const STRIP: u8 = 20;

/// The heart, as decoration only.
#[component]
pub(crate) fn WovenHeart() -> impl IntoView {
    let woven: Vec<_> = (0..STRIPS)
        .flat_map(|row| (0..STRIPS).map(move |column| (row, column)))
        .filter(|(row, column)| (row + column) % 2 == 0)
        .map(|(row, column)| {
            view! {
                <rect
                    class="heart-red"
                    x=(column * STRIP).to_string()
                    y=(row * STRIP).to_string()
                    width=STRIP.to_string()
                    height=STRIP.to_string()
                />
            }
        })
        .collect();
    view! {
        <svg class="heart" viewBox="0 0 100 96" aria-hidden="true" focusable="false">
            <g transform="translate(50 8) rotate(45)">
                <path class="heart-white" d="M60 0v60H0a30 30 0 0 1 0-60z" />
                <path class="heart-red" d="M0 0a30 30 0 0 1 60 0z" />
                {woven}
            </g>
        </svg>
    }
}
