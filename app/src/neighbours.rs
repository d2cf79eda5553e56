//! The other windows of this browser: a page that opens a payment page says so, and a dashboard that stands open beside it
//! knows that a payment is to be waited for. Nothing is told but that; nothing is stored.

use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::BroadcastChannel;

const CHANNEL: &str = "payments";

/// Tells the other windows that a payment page was opened.
pub(crate) fn tell() {
    if let Ok(channel) = BroadcastChannel::new(CHANNEL) {
        // A browser that can't tell leaves them to look when they are looked at.
        let _ = channel.post_message(&JsValue::NULL);
        channel.close();
    }
}

/// An ear for the other windows; it hears nothing more when it is dropped.
pub(crate) struct Ear {
    channel: BroadcastChannel,
    _on_message: Closure<dyn FnMut()>,
}

impl Ear {
    /// Calls `deed` whenever another window tells something; `None` where the browser has no such thing.
    pub(crate) fn open(deed: impl FnMut() + 'static) -> Option<Self> {
        let channel = BroadcastChannel::new(CHANNEL).ok()?;
        let on_message = Closure::<dyn FnMut()>::new(deed);
        channel.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        Some(Self {
            channel,
            _on_message: on_message,
        })
    }
}

impl Drop for Ear {
    fn drop(&mut self) {
        self.channel.set_onmessage(None);
        self.channel.close();
    }
}
