//! The time that is left, as a candle that burns down. A child reads no minutes from it and needs none.

use leptos::{html, prelude::*};

use crate::{
    words::{say, text},
    work,
};

/// A candle; `left` runs from 1, just lit, to 0, burnt down.
#[component]
pub(crate) fn Candle(
    /// How much of it is left.
    #[prop(into)]
    left: Signal<f64>,
) -> impl IntoView {
    let candle = NodeRef::<html::Div>::new();
    work::follow(move || {
        if let Some(candle) = candle.get() {
            let thousandths = (left.get().clamp(0.0, 1.0) * 1000.0) as u32;
            let left = format!("{}.{:03}", thousandths / 1000, thousandths % 1000);
            // A custom property of a valid name can always be set.
            let _ = web_sys::HtmlElement::style(&candle).set_property("--left", &left);
        }
    });
    view! {
        <div class="candle" node_ref=candle role="img" aria-label=say(text::call::CANDLE)>
            <span class="candle-flame"></span>
            <span class="candle-wax"></span>
            <span class="candle-dish"></span>
        </div>
    }
}
