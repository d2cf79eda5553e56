//! The account: who the parent is to us, which browsers are signed in, and every right over the data.

mod browsers;
mod consent;
pub(crate) mod deletion;
pub(crate) mod email;
mod letters;
mod you;

use domain::{device::Device, wire::AccountPage as Account};
use leptos::prelude::*;

use crate::{
    api::{self, Failure},
    components::{
        notice::FailureNotice,
        shell::{Shell, Side, begin_page},
    },
    pages::for_parent,
    place::Place,
    session::Session,
    words::{Key, put, say, text},
    work,
};

/// The page of the account.
#[component]
pub(crate) fn AccountPage() -> impl IntoView {
    begin_page(text::account::TITLE, Side::Parent);
    for_parent(|session, overview| {
        let page = Page::of(session);
        page.refresh();
        let standing = overview.consent;
        view! {
            <Shell width="narrow">
                <h1>{say(text::account::TITLE)}</h1>
                <FailureNotice failure=page.failure />
                {work::shown(move || page.account.get().map(|account| you::you(page, &account)))}
                {section(text::account::CONSENT_TITLE, consent::consent(session, standing).into_any())}
                {section(text::letters::TITLE, letters::letters(page).into_any())}
                {work::shown(move || page.account.get().map(|account| browsers::browsers(page, account)))}
                {section(text::devices::TITLE, devices().into_any())}
                {section(text::history::TITLE, purchases().into_any())}
                {section(text::account::DATA_TITLE, data().into_any())}
            </Shell>
        }
    })
}

/// The account as it was read last, and what went wrong last.
#[derive(Clone, Copy)]
struct Page {
    session: Session,
    account: RwSignal<Option<Account>>,
    failure: RwSignal<Option<Failure>>,
}

impl Page {
    fn of(session: Session) -> Self {
        Self {
            session,
            account: RwSignal::new(None),
            failure: RwSignal::new(None),
        }
    }

    /// Reads the account anew.
    fn refresh(self) {
        self.after(async { Ok(()) });
    }

    /// Does something at the edge and then reads the account anew.
    fn after(self, deed: impl Future<Output = Result<(), Failure>> + 'static) {
        work::soon(async move {
            let answer = match deed.await {
                Ok(()) => api::account().await,
                Err(failure) => Err(failure),
            };
            match answer {
                Ok(account) => {
                    self.failure.set(None);
                    self.account.set(Some(account));
                }
                Err(failure) => {
                    self.session.note(&failure);
                    self.failure.set(Some(failure));
                }
            }
        });
    }
}

/// A part of the page under its heading.
fn section(title: Key, content: AnyView) -> impl IntoView {
    view! {
        <section class="account-part">
            <h2>{say(title)}</h2>
            {content}
        </section>
    }
}

/// The way to everything that was bought and used, and out of a purchase.
fn purchases() -> impl IntoView {
    view! {
        <p>{say(text::history::LEAD)}</p>
        <div class="form-end">
            <a href=Place::History.path() class="button" data-kind="quiet">{say(text::history::SEE)}</a>
            <a href=Place::Withdrawal.path() class="link">{say(text::withdrawal::TITLE)}</a>
        </div>
    }
}

/// The way to the children's devices.
fn devices() -> impl IntoView {
    view! {
        <p>{say(text::devices::LEAD)}</p>
        <a href=Place::Devices.path() class="button" data-kind="quiet">{say(text::devices::SEE)}</a>
    }
}

/// A copy of everything, and the end of everything.
fn data() -> impl IntoView {
    view! {
        <p>{say(text::account::EXPORT_WHY)}</p>
        <a href=api::export_address() download="call-santa.json" class="button" data-kind="quiet">
            {say(text::account::EXPORT)}
        </a>
        <div class="danger-end">
            <a href=Place::DeleteAccount.path() class="link" data-kind="danger">
                {say(text::account::DELETE)}
            </a>
        </div>
    }
}

/// A browser's name in words: "Chrome på Android".
fn device_in_words(device: &Device) -> String {
    match (device.browser.as_str(), device.system.as_str()) {
        ("", "") => put(&text::account::DEVICE_UNKNOWN.into()),
        (name, "") | ("", name) => name.to_owned(),
        (browser, system) => put(&text::account::device(browser, system)),
    }
}
