//! The parts that the app falls into, so that a visitor fetches what is looked at and no more.
//!
//! What the front page needs is there from the start. The parents' pages, the children's and the papers are fetched when
//! one of them is first shown; the build splits the module where this file says so. Never in here: what a page does.

use std::sync::{Arc, Mutex};

use leptos::{
    prelude::*,
    reactive::computed::ScopedFuture,
    wasm_split::{SplitLoaderError, wasm_split},
};

use super::{
    Unfetched, Waiting,
    account::{AccountPage, deletion::DeletionPage, email::EmailPage},
    call::CallPage,
    child::{ChildPage, NewChildPage},
    consent::ConsentPage,
    devices::DevicesPage,
    history::HistoryPage,
    home::Dashboard,
    keys::KeysPage,
    kids::KidsPage,
    letter::{DisavowPage, UnsubscribePage},
    pair::PairPage,
    policy::{PrivacyPage, TermsPage},
    shop::ShopPage,
    withdrawal::WithdrawalPage,
};
use crate::work::{self, Promise};

type Page = Result<AnyView, SplitLoaderError>;

/// A page of the parents' part.
#[derive(Clone, Copy)]
pub(crate) enum Parents {
    Dashboard,
    Consent,
    NewChild,
    Child,
    Account,
    Email,
    Deletion,
    Keys,
    Devices,
    Shop,
    History,
    Withdrawal,
}

#[wasm_split(parents, fallible, wasm_split_path = leptos::wasm_split)]
fn parents(page: Parents) -> Page {
    Ok(match page {
        Parents::Dashboard => view! { <Dashboard /> }.into_any(),
        Parents::Consent => view! { <ConsentPage /> }.into_any(),
        Parents::NewChild => view! { <NewChildPage /> }.into_any(),
        Parents::Child => view! { <ChildPage /> }.into_any(),
        Parents::Account => view! { <AccountPage /> }.into_any(),
        Parents::Email => view! { <EmailPage /> }.into_any(),
        Parents::Deletion => view! { <DeletionPage /> }.into_any(),
        Parents::Keys => view! { <KeysPage /> }.into_any(),
        Parents::Devices => view! { <DevicesPage /> }.into_any(),
        Parents::Shop => view! { <ShopPage /> }.into_any(),
        Parents::History => view! { <HistoryPage /> }.into_any(),
        Parents::Withdrawal => view! { <WithdrawalPage /> }.into_any(),
    })
}

/// A page of the children's part: all that a tablet in their hands ever shows.
#[derive(Clone, Copy)]
pub(crate) enum Children {
    Kids,
    Call,
    Pair,
}

#[wasm_split(
    children,
    fallible,
    preload(
        /// Fetches the children's part ahead, so that a call does not wait for it.
        fetch_children
    ),
    wasm_split_path = leptos::wasm_split
)]
fn children(page: Children) -> Page {
    Ok(match page {
        Children::Kids => view! { <KidsPage /> }.into_any(),
        Children::Call => view! { <CallPage /> }.into_any(),
        Children::Pair => view! { <PairPage /> }.into_any(),
    })
}

/// A page of the papers' part: what is read once.
#[derive(Clone, Copy)]
pub(crate) enum Papers {
    Privacy,
    Terms,
    Disavow,
    Unsubscribe,
}

#[wasm_split(papers, fallible, wasm_split_path = leptos::wasm_split)]
fn papers(page: Papers) -> Page {
    Ok(match page {
        Papers::Privacy => view! { <PrivacyPage /> }.into_any(),
        Papers::Terms => view! { <TermsPage /> }.into_any(),
        Papers::Disavow => view! { <DisavowPage /> }.into_any(),
        Papers::Unsubscribe => view! { <UnsubscribePage /> }.into_any(),
    })
}

impl Parents {
    /// The page, fetched first where it is not there yet.
    pub(crate) fn draw(self) -> AnyView {
        fetched(Box::new(move || Box::pin(parents(self))))
    }
}

impl Children {
    /// The page, fetched first where it is not there yet.
    pub(crate) fn draw(self) -> AnyView {
        fetched(Box::new(move || Box::pin(children(self))))
    }
}

impl Papers {
    /// The page, fetched first where it is not there yet.
    pub(crate) fn draw(self) -> AnyView {
        fetched(Box::new(move || Box::pin(papers(self))))
    }
}

/// Fetches ahead what a call needs, beside whatever is shown.
pub(crate) fn expect_a_call() {
    work::soon(async {
        // Where this fails, the page that needs it asks again and says so.
        let _ = fetch_children().await;
    });
}

/// How fetching a page stands.
#[derive(Clone, Copy, PartialEq)]
enum Stand {
    Waiting,
    Here,
    Failed,
}

/// Fetches a page and shows it; a page that can't be fetched can be asked for again.
fn fetched(page: Box<dyn Fn() -> Promise<Page> + Send + Sync>) -> AnyView {
    let stand = RwSignal::new(Stand::Waiting);
    let drawn = Arc::new(Mutex::new(None::<AnyView>));
    // The page is drawn on behalf of whoever shows it, and goes with them; a tap for another try has no owner.
    let owner = Owner::current().unwrap_or_default();
    let fetch = {
        let drawn = drawn.clone();
        move || {
            let drawn = drawn.clone();
            stand.set(Stand::Waiting);
            let coming = owner.with(|| ScopedFuture::new(page()));
            work::soon(async move {
                let here = match coming.await {
                    Ok(page) => {
                        if let Ok(mut slot) = drawn.lock() {
                            *slot = Some(page);
                        }
                        Stand::Here
                    }
                    Err(_) => Stand::Failed,
                };
                // Whoever asked may have gone elsewhere meanwhile.
                let _ = stand.try_set(here);
            });
        }
    };
    fetch();
    let fetch = Arc::new(fetch);
    work::shown(move || match stand.get() {
        Stand::Waiting => Some(view! { <Waiting /> }.into_any()),
        Stand::Here => drawn.lock().ok().and_then(|mut slot| slot.take()),
        Stand::Failed => {
            let fetch = fetch.clone();
            Some(view! { <Unfetched on_again=move || fetch() /> }.into_any())
        }
    })
}
