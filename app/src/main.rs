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
        account::{AccountPage, deletion::DeletionPage, email::EmailPage},
        call::CallPage,
        child::{ChildPage, NewChildPage},
        code::CodePage,
        consent::ConsentPage,
        devices::DevicesPage,
        history::HistoryPage,
        home::Home,
        keys::KeysPage,
        kids::KidsPage,
        letter::{DisavowPage, UnsubscribePage},
        lost::Lost,
        pair::PairPage,
        policy::{PrivacyPage, TermsPage},
        shop::ShopPage,
        withdrawal::WithdrawalPage,
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
        // The first paint has done its work.
        root.set_inner_html("");
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
    view! {
        <Router>
            <FlatRoutes fallback=Lost>
                <Route path=path!("/") view=Home />
                <Route path=path!("/kode") view=CodePage />
                <Route path=path!("/samtykke") view=ConsentPage />
                <Route path=path!("/samtykke/ikke-mig") view=DisavowPage />
                <Route path=path!("/breve/afmeld") view=UnsubscribePage />
                <Route path=path!("/privatliv") view=PrivacyPage />
                <Route path=path!("/privacy") view=PrivacyPage />
                <Route path=path!("/vilkaar") view=TermsPage />
                <Route path=path!("/terms") view=TermsPage />
                <Route path=path!("/barn/ny") view=NewChildPage />
                <Route path=path!("/barn/:id") view=ChildPage />
                <Route path=path!("/konto") view=AccountPage />
                <Route path=path!("/konto/mail") view=EmailPage />
                <Route path=path!("/konto/slet") view=DeletionPage />
                <Route path=path!("/konto/nogler") view=KeysPage />
                <Route path=path!("/koeb") view=ShopPage />
                <Route path=path!("/historik") view=HistoryPage />
                <Route path=path!("/fortryd") view=WithdrawalPage />
                <Route path=path!("/enheder") view=DevicesPage />
                <Route path=path!("/par") view=PairPage />
                <Route path=path!("/born") view=KidsPage />
                <Route path=path!("/ring/:id") view=CallPage />
            </FlatRoutes>
        </Router>
    }
}
