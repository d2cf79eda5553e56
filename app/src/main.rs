//! The parents' dashboard and the child's call screen.
//!
//! Rooms: `pages` (what a visitor sees), `components` (what pages are built of), `call` (the live call), `api` and
//! `session` (the edge), `words`, `language` and `format` (how things are said). Nothing of a child is written to the
//! browser's storage, and no rule is decided here that `domain` could decide.

mod api;
mod browser;
mod call;
mod components;
mod format;
mod keeper;
mod language;
mod neighbours;
mod onward;
mod pages;
mod passkey;
mod place;
mod problem;
mod session;
mod words;
mod work;

use leptos::{mount::mount_to, prelude::*};
use leptos_router::{
    components::{FlatRoutes, Route, Router},
    path,
};
use wasm_bindgen::JsCast;

use crate::{
    pages::{
        code::CodePage,
        home::Home,
        lost::Lost,
        parts::{Children, Papers, Parents},
    },
    session::Session,
};

fn main() {
    work::soon(async {
        // Words first: a page without them would be blank. Danish is there if the first choice is not.
        if language::speak(language::first_choice()).await.is_none() {
            let _ = language::speak(domain::Language::Da).await;
        }
        let Some(root) = browser::document().and_then(|page| page.get_element_by_id("app")) else {
            return;
        };
        mount_to(root.unchecked_into(), App).forget();
    });
}

/// The whole app.
#[component]
fn App() -> impl IntoView {
    let session = Session::unknown();
    provide_context(session);
    work::soon(async move {
        // What comes of it shows in the session.
        let _ = session.refresh().await;
    });
    work::soon(session.learn_config());
    keeper::follow(session);
    view! {
        <Router>
            <FlatRoutes fallback=Lost>
                <Route path=path!("/") view=Home />
                <Route path=path!("/log-ind") view=Home />
                <Route path=path!("/kode") view=CodePage />
                <Route path=path!("/samtykke") view=|| Parents::Consent.draw() />
                <Route path=path!("/samtykke/ikke-mig") view=|| Papers::Disavow.draw() />
                <Route path=path!("/breve/afmeld") view=|| Papers::Unsubscribe.draw() />
                <Route path=path!("/privatliv") view=|| Papers::Privacy.draw() />
                <Route path=path!("/privacy") view=|| Papers::Privacy.draw() />
                <Route path=path!("/vilkaar") view=|| Papers::Terms.draw() />
                <Route path=path!("/terms") view=|| Papers::Terms.draw() />
                <Route path=path!("/barn/ny") view=|| Parents::NewChild.draw() />
                <Route path=path!("/barn/:id") view=|| Parents::Child.draw() />
                <Route path=path!("/konto") view=|| Parents::Account.draw() />
                <Route path=path!("/konto/mail") view=|| Parents::Email.draw() />
                <Route path=path!("/konto/slet") view=|| Parents::Deletion.draw() />
                <Route path=path!("/konto/nogler") view=|| Parents::Keys.draw() />
                <Route path=path!("/koeb") view=|| Parents::Shop.draw() />
                <Route path=path!("/historik") view=|| Parents::History.draw() />
                <Route path=path!("/fortryd") view=|| Parents::Withdrawal.draw() />
                <Route path=path!("/enheder") view=|| Parents::Devices.draw() />
                <Route path=path!("/par") view=|| Children::Pair.draw() />
                <Route path=path!("/born") view=|| Children::Kids.draw() />
                <Route path=path!("/ring/:id") view=|| Children::Call.draw() />
            </FlatRoutes>
        </Router>
    }
}
