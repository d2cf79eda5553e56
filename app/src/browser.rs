//! The browser round the page: where the build lies, the title, what the visitor prefers.

use std::cell::OnceCell;

use domain::wire::headers;
use js_sys::{Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Document, Headers, HtmlMetaElement, RequestInit, Window};

/// The window; `None` only outside a page.
pub(crate) fn window() -> Option<Window> {
    web_sys::window()
}

/// The document in the window.
pub(crate) fn document() -> Option<Document> {
    window()?.document()
}

/// The address of a file of this build, such as `/b/<hash>/locales/da.json`.
pub(crate) fn built(file: &str) -> String {
    thread_local!(static BUILD: OnceCell<String> = const { OnceCell::new() });
    BUILD.with(|build| {
        let base = build.get_or_init(|| {
            document()
                .and_then(|page| page.query_selector("meta[name=build]").ok().flatten())
                .and_then(|meta| meta.dyn_into::<HtmlMetaElement>().ok())
                .map_or_else(|| "/".to_owned(), |meta| meta.content())
        });
        format!("{base}{file}")
    })
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = import, catch)]
    fn import_module(address: &str) -> Result<Promise, JsValue>;
}

/// A script of this build, as what it is known to give.
pub(crate) async fn import<T: JsCast>(file: &str) -> Result<T, JsValue> {
    let module = JsFuture::from(import_module(&built(file))?).await?;
    Ok(module.unchecked_into())
}

/// A cookie that the pages may read.
pub(crate) fn cookie(name: &str) -> Option<String> {
    let page = document()?;
    let all = Reflect::get(&page, &"cookie".into()).ok()?.as_string()?;
    headers::cookie(&all, name).map(str::to_owned)
}

/// Keeps a word under a name, for this many seconds. Never anything of a person.
pub(crate) fn keep_cookie(name: &str, word: &str, seconds: u32) {
    let is_https = window().is_some_and(|window| {
        window
            .location()
            .protocol()
            .is_ok_and(|protocol| protocol == "https:")
    });
    let secure = if is_https { "; Secure" } else { "" };
    let written = format!("{name}={word}; Path=/; Max-Age={seconds}; SameSite=Lax{secure}");
    if let Some(page) = document() {
        // A browser that keeps none is fine.
        let _ = Reflect::set(&page, &"cookie".into(), &written.into());
    }
}

/// What stands behind the `?` of the address.
pub(crate) fn search() -> String {
    window()
        .and_then(|window| window.location().search().ok())
        .unwrap_or_default()
}

/// The languages that the visitor asks for, most wanted first.
pub(crate) fn wanted_languages() -> Vec<String> {
    window().map_or_else(Vec::new, |window| {
        window
            .navigator()
            .languages()
            .iter()
            .filter_map(|tag: JsValue| tag.as_string())
            .collect()
    })
}

/// Says in which language the page is written, for screen readers and hyphenation.
pub(crate) fn set_language_of_page(tag: &str) {
    if let Some(root) = document().and_then(|page| page.document_element()) {
        // `lang` is a valid attribute name, so this can't fail.
        let _ = root.set_attribute("lang", tag);
    }
    let manifest = document().and_then(|page| page.query_selector("link[rel=manifest]").ok()?);
    if let Some(manifest) = manifest {
        // Likewise.
        let _ = manifest.set_attribute("href", &format!("/manifest.{tag}.webmanifest"));
    }
}

/// Sets the title of the tab.
pub(crate) fn set_title(title: &str) {
    if let Some(page) = document() {
        page.set_title(title);
    }
}

/// Takes away what the document showed before the app was there. `public/first.js` then hands over what was begun on it.
pub(crate) fn leave_first_screen() {
    if let Some(first) = document().and_then(|page| page.get_element_by_id("first")) {
        first.remove();
    }
}

/// Marks the whole page as the parents' or the child's, so that the colours behind everything follow.
pub(crate) fn set_side(side: &str) {
    if let Some(root) = document().and_then(|page| page.document_element()) {
        // `data-side` is a valid attribute name, so this can't fail.
        let _ = root.set_attribute("data-side", side);
    }
}

/// Whether the visitor asks for less movement.
pub(crate) fn prefers_less_motion() -> bool {
    matches_media("(prefers-reduced-motion: reduce)")
}

/// Whether a media query is true here and now.
pub(crate) fn matches_media(query: &str) -> bool {
    window()
        .and_then(|window| window.match_media(query).ok().flatten())
        .is_some_and(|query| query.matches())
}

/// Posts JSON by a request that outlives the page (`keepalive`, which `web_sys` has no name for).
pub(crate) fn fetch_past_the_page(path: &str, json: &str) -> Option<Promise> {
    let headers = Headers::new().ok()?;
    headers.set("Content-Type", "application/json").ok()?;
    let request = RequestInit::new();
    request.set_method("POST");
    request.set_headers(&headers);
    request.set_body(&json.into());
    Reflect::set(&request, &"keepalive".into(), &true.into()).ok()?;
    Some(window()?.fetch_with_str_and_init(path, &request))
}

/// What stands behind the `#` of the address, which no server is told.
pub(crate) fn fragment() -> String {
    let hash = window().and_then(|window| window.location().hash().ok());
    hash.unwrap_or_default().trim_start_matches('#').to_owned()
}

/// Leaves the app for another page, in the same tab.
pub(crate) fn leave_for(address: &str) {
    if let Some(window) = window() {
        // An address that is none leaves the visitor where they are.
        let _ = window.location().assign(address);
    }
}

/// Bits that nobody can guess; `None` only outside a page.
pub(crate) fn random_bits() -> Option<[u8; 16]> {
    let mut bits = [0; 16];
    window()?
        .crypto()
        .ok()?
        .get_random_values_with_u8_array(&mut bits)
        .ok()?;
    Some(bits)
}

/// Whether the page can be seen: its tab is in front and the screen is on.
pub(crate) fn is_seen() -> bool {
    document().is_none_or(|page| page.visibility_state() != web_sys::VisibilityState::Hidden)
}

/// Whether the keyboard is with nothing in particular.
pub(crate) fn nothing_has_focus() -> bool {
    document().is_some_and(|page| match (page.active_element(), page.body()) {
        (Some(active), Some(body)) => active == *body.as_ref(),
        (None, _) => true,
        _ => false,
    })
}

/// Unix time in milliseconds, as the device believes it.
pub(crate) fn now_ms() -> i64 {
    // A double holds Unix milliseconds exactly for the next 285,000 years.
    js_sys::Date::now() as i64
}

/// Brings the keyboard back to the beginning of the page, where what it was with has gone.
pub(crate) fn focus_page() {
    let main = document().and_then(|page| page.get_element_by_id("main"));
    if let Some(main) = main.and_then(|main| main.dyn_into().ok()) {
        focus_in_place(&main);
    }
}

/// How far the device's clock stands before UTC just now, in minutes.
pub(crate) fn utc_offset_minutes() -> i32 {
    // JavaScript counts the other way round.
    -(js_sys::Date::new_0().get_timezone_offset() as i32)
}

/// Gives an element the focus and leaves the page where it stands: a new page is seen from its top.
pub(crate) fn focus_in_place(element: &web_sys::HtmlElement) {
    let options = web_sys::FocusOptions::new();
    options.set_prevent_scroll(true);
    // An element that can't take the focus just now is no fault.
    let _ = element.focus_with_options(&options);
}
