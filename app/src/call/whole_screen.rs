//! The whole screen for the call on devices that are touched, where the browser has it to give: no address bar that a small
//! finger could leave by. The tap that starts the call asks for it; nothing depends on the answer.

use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use crate::{browser, work};

#[wasm_bindgen]
extern "C" {
    /// What `web_sys` offers without its promise: a refusal that nobody took would be complained about.
    type Root;
    #[wasm_bindgen(method, catch, js_name = requestFullscreen)]
    fn request_fullscreen(this: &Root) -> Result<Promise, JsValue>;

    type Page;
    #[wasm_bindgen(method, catch, js_name = exitFullscreen)]
    fn exit_fullscreen(this: &Page) -> Result<Promise, JsValue>;
}

/// The whole screen; it is given back when this is dropped.
pub(super) struct WholeScreen(());

impl WholeScreen {
    /// Asks for it, from inside a tap; `None` where there is a mouse, whose windows are as large as somebody wants them.
    pub(super) fn ask() -> Option<Self> {
        if !browser::matches_media("(pointer: coarse)") {
            return None;
        }
        let root: Root = browser::document()?.document_element()?.unchecked_into();
        let answer = root.request_fullscreen().ok()?;
        forget(answer);
        Some(Self(()))
    }
}

impl Drop for WholeScreen {
    fn drop(&mut self) {
        let page = browser::document().map(|document| document.unchecked_into::<Page>());
        if let Some(Ok(answer)) = page.map(|page| page.exit_fullscreen()) {
            forget(answer);
        }
    }
}

/// Takes an answer that changes nothing: the screen may be refused, or left already.
fn forget(answer: Promise) {
    work::soon(async move {
        let _ = JsFuture::from(answer).await;
    });
}
