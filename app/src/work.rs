//! Work beside the views: futures, effects and parts of a page that come and go, each in one boxed shape.
//!
//! Every further shape of either costs kilobytes of machine code; a box costs nothing that a person could notice.

use std::{
    future::ready,
    pin::Pin,
    task::{Context, Poll, Waker},
};

use leptos::prelude::*;

/// A future in that shape.
pub(crate) type Promise<T> = Pin<Box<dyn Future<Output = T>>>;

/// Runs a future to its end, beside everything else.
pub(crate) fn soon(work: impl Future<Output = ()> + 'static) {
    let work: Promise<()> = Box::pin(work);
    wasm_bindgen_futures::spawn_local(work);
}

/// Begins a future here and now, up to what it first waits for: a request leaves the browser before anything else is
/// done. Whoever waits for what is left wakes it.
pub(crate) fn begun<T: 'static>(work: impl Future<Output = T> + 'static) -> Promise<T> {
    let mut work: Promise<T> = Box::pin(work);
    match work.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => Box::pin(ready(value)),
        Poll::Pending => work,
    }
}

/// Does something now and again whenever a signal that it read has changed, as long as the page part lives.
pub(crate) fn follow(deed: impl Fn() + 'static) {
    let deed: Box<dyn Fn()> = Box::new(deed);
    Effect::new(move |_| deed());
}

/// A part of a page that is there, gone or another whenever a signal that it read has changed.
pub(crate) fn shown<V: IntoView + 'static>(part: impl Fn() -> V + Send + 'static) -> AnyView {
    boxed(Box::new(move || part().into_any()))
}

fn boxed(part: Box<dyn Fn() -> AnyView + Send>) -> AnyView {
    (move || part()).into_any()
}
