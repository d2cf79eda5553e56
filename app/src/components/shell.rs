//! The frame of the parents' pages: mark, language, content, and who stands behind it.

use domain::wire::Config;
use leptos::{html, prelude::*};

use crate::{
    browser,
    components::{heart::WovenHeart, language_switch::LanguageSwitch, newer::NewerVersion},
    place::Place,
    session::Session,
    words::{Text, live, put, say, text},
    work,
};

/// Which side of the house a page is on; the colours behind everything follow.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    /// Calm paper, for the grown-up.
    Parent,
    /// Night and fireside, for the child.
    Child,
}

/// Takes over from the first screen, names the tab and sets the side; follows the language.
pub(crate) fn begin_page(title: impl Into<Text>, side: Side) {
    let title = title.into();
    browser::leave_first_screen();
    browser::set_side(match side {
        Side::Parent => "parent",
        Side::Child => "child",
    });
    work::follow(move || {
        browser::set_title(&format!(
            "{} · {}",
            put(&title),
            put(&text::brand::NAME.into())
        ));
    });
}

/// A parents' page.
#[component]
pub(crate) fn Shell(
    /// How wide the content may run: `narrow` for reading and forms, `wide` for an overview.
    width: &'static str,
    /// The content.
    children: Children,
) -> impl IntoView {
    let session = Session::here();
    let signed_in = Memo::new(move |_| session.overview().is_some());
    let main = NodeRef::<html::Main>::new();
    // A new page begins at its beginning, also for whoever hears it; a field that took the cursor keeps it.
    work::follow(move || {
        if let Some(main) = main.get()
            && browser::nothing_has_focus()
        {
            browser::focus_in_place(&main);
        }
    });
    let skip = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        if let Some(main) = main.get() {
            browser::focus_in_place(&main);
        }
    };
    view! {
        <a class="skip" href="#main" on:click=skip>{say(text::brand::SKIP)}</a>
        <header class="top">
            <a href=Place::Home.path() class="mark" aria-label=say(text::brand::HOME)>
                <WovenHeart />
                <span>{say(text::brand::NAME)}</span>
            </a>
            <div class="top-end">
                {work::shown(move || {
                    signed_in
                        .get()
                        .then(|| {
                            view! {
                                <a href=Place::Account.path() class="link">{say(text::account::LINK)}</a>
                            }
                        })
                })}
                <LanguageSwitch />
            </div>
        </header>
        <main node_ref=main id="main" class="page" data-width=width tabindex="-1">
            <NewerVersion />
            {children()}
        </main>
        <footer class="bottom">
            <p>{say(text::common::FOOTER_AI)}</p>
            <p>
                <a href=Place::Privacy.path()>{say(text::policy::PRIVACY)}</a>
                <a href=Place::Terms.path()>{say(text::policy::TERMS)}</a>
                {work::shown(move || {
                    session
                        .config()
                        .map(|config| {
                            let mail = config.support_email;
                            view! {
                                {config
                                    .payments
                                    .then(|| {
                                        view! {
                                            <a href=Place::Withdrawal.path()>{say(text::withdrawal::TITLE)}</a>
                                        }
                                    })}
                                <a href=format!("mailto:{mail}")>
                                    {say(text::common::support(mail.clone()))}
                                </a>
                            }
                        })
                })}
            </p>
            <p class="bottom-operator">
                {live(move || session.config().map(|config| operator(&config)).unwrap_or_default())}
            </p>
        </footer>
    }
}

/// Who stands behind it: the company, its number, its address. What the operator left out is left out here.
fn operator(config: &Config) -> String {
    let number = match config.operator_number.as_str() {
        "" => String::new(),
        number => put(&text::policy::number(number)),
    };
    [&config.operator_name, &number, &config.operator_address]
        .into_iter()
        .filter(|part| !part.is_empty())
        .map(String::as_str)
        .collect::<Vec<_>>()
        .join(" · ")
}
