//! The app on the device: the service worker that keeps its files, news of a newer build, and installing it.
//!
//! Nobody who only looks at the front page is given a service worker: it comes with signing in, or to a tablet that
//! children call from. Its glue is `public/keeper/keeper.js`. Never in here: anything that is a person's.

use std::cell::Cell;

use js_sys::Promise;
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use crate::{
    browser,
    session::{Session, Standing},
    work,
};

#[wasm_bindgen]
extern "C" {
    /// `keeper/keeper.js`.
    type Glue;
    #[wasm_bindgen(method, catch)]
    fn keep(this: &Glue, build: &str, on_newer: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn renew(this: &Glue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(method, js_name = wayToInstall)]
    fn way_to_install(this: &Glue) -> String;
    #[wasm_bindgen(method, catch)]
    fn install(this: &Glue) -> Result<Promise, JsValue>;
}

thread_local! {
    static NEWER: ArcRwSignal<bool> = ArcRwSignal::new(false);
    static IS_KEPT: Cell<bool> = const { Cell::new(false) };
}

/// How the app gets onto this device's home screen.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    /// It is there already.
    Installed,
    /// The browser asks by itself when told to.
    Prompt,
    /// Safari on a phone or tablet of Apple's: by its share button.
    Ios,
    /// By the browser's menu.
    Menu,
}

/// Registers the service worker as soon as somebody is known here.
pub(crate) fn follow(session: Session) {
    work::follow(move || {
        let is_known = matches!(session.standing(), Standing::SignedIn(_) | Standing::Kid(_));
        if is_known && !IS_KEPT.replace(true) {
            work::soon(async {
                // A browser that keeps nothing shows the same pages, and none without a line.
                let _ = keep().await;
            });
        }
    });
}

async fn keep() -> Result<(), JsValue> {
    let newer = NEWER.with(Clone::clone);
    // Called as long as the page lives.
    let on_newer = Closure::<dyn FnMut()>::new(move || newer.set(true)).into_js_value();
    JsFuture::from(glue().await?.keep(&browser::built(""), &on_newer)?).await?;
    Ok(())
}

/// Whether pages newer than these lie ready.
pub(crate) fn has_newer() -> bool {
    NEWER.with(Get::get)
}

/// Loads the newer pages.
pub(crate) async fn renew() -> Result<(), JsValue> {
    JsFuture::from(glue().await?.renew()?).await?;
    Ok(())
}

/// How the app can be installed here.
pub(crate) async fn way_to_install() -> Result<Way, JsValue> {
    Ok(match glue().await?.way_to_install().as_str() {
        "installed" => Way::Installed,
        "prompt" => Way::Prompt,
        "ios" => Way::Ios,
        _ => Way::Menu,
    })
}

/// Has the browser ask whether to install.
pub(crate) async fn install() -> Result<(), JsValue> {
    JsFuture::from(glue().await?.install()?).await?;
    Ok(())
}

async fn glue() -> Result<Glue, JsValue> {
    browser::import("keeper/keeper.js").await
}
