//! Keeps the screen awake and tells the system that this is a telephone call, where the browser knows how.

use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use crate::{browser, work};

#[wasm_bindgen]
extern "C" {
    /// What `web_sys` does not offer of the navigator.
    type Navigator;
    #[wasm_bindgen(method, getter, js_name = wakeLock)]
    fn wake_lock(this: &Navigator) -> Option<WakeLock>;
    #[wasm_bindgen(method, getter, js_name = audioSession)]
    fn audio_session(this: &Navigator) -> Option<AudioSession>;

    type WakeLock;
    #[wasm_bindgen(method, catch)]
    fn request(this: &WakeLock, kind: &str) -> Result<Promise, JsValue>;

    type WakeLockSentinel;
    #[wasm_bindgen(method, catch)]
    fn release(this: &WakeLockSentinel) -> Result<Promise, JsValue>;

    type AudioSession;
    #[wasm_bindgen(method, setter, js_name = "type")]
    fn set_type(this: &AudioSession, kind: &str);
}

fn navigator() -> Option<Navigator> {
    browser::window().map(|window| window.navigator().unchecked_into())
}

/// A screen that stays on; it may go dark again when this is dropped.
pub(super) struct Awake(WakeLockSentinel);

impl Awake {
    /// Asks for it; `None` where the browser can't or will not.
    pub(super) async fn ask() -> Option<Self> {
        let asked = navigator()?.wake_lock()?.request("screen").ok()?;
        let sentinel = JsFuture::from(asked).await.ok()?;
        Some(Self(sentinel.unchecked_into()))
    }
}

impl Drop for Awake {
    fn drop(&mut self) {
        if let Ok(released) = self.0.release() {
            work::soon(async move {
                // A lock that is gone already is as good as released.
                let _ = JsFuture::from(released).await;
            });
        }
    }
}

/// Lets sound be played and recorded at once, also with the silent switch on.
pub(super) fn begin_audio_session() {
    set_audio_session("play-and-record");
}

/// Gives the sound back to whatever else the tablet plays.
pub(super) fn end_audio_session() {
    set_audio_session("auto");
}

fn set_audio_session(kind: &str) {
    if let Some(session) = navigator().and_then(|navigator| navigator.audio_session()) {
        session.set_type(kind);
    }
}
