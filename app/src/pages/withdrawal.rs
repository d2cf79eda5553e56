//! Withdrawing from a purchase (R23): what goes back of each, one button that asks, one that confirms, and the receipt's
//! words. Nobody has to be written to.

use domain::wire::{Overview, WithdrawalDone, WithdrawalOffer};
use leptos::prelude::*;

use crate::{
    api::{self, Failure},
    browser,
    components::{
        notice::FailureNotice,
        question::{Choice, Question},
        shell::{Shell, Side, begin_page},
    },
    format,
    pages::for_parent,
    place::Place,
    session::Session,
    words::{live, put, say, text},
    work,
};

/// The page.
#[component]
pub(crate) fn WithdrawalPage() -> impl IntoView {
    begin_page(text::withdrawal::TITLE, Side::Parent);
    for_parent(page)
}

/// What can be withdrawn from, and what was just now.
#[derive(Clone, Copy)]
struct Page {
    session: Session,
    offers: RwSignal<Option<Vec<WithdrawalOffer>>>,
    done: RwSignal<Option<WithdrawalDone>>,
    failure: RwSignal<Option<Failure>>,
}

impl Page {
    async fn look(self) {
        match api::withdrawal().await {
            Ok(offers) => self.offers.set(Some(offers)),
            Err(problem) => {
                self.session.note(&problem);
                self.failure.set(Some(problem));
            }
        }
    }
}

fn page(session: Session, overview: Overview) -> impl IntoView {
    let page = Page {
        session,
        offers: RwSignal::new(None),
        done: RwSignal::new(None),
        failure: RwSignal::new(None),
    };
    work::soon(page.look());
    let email = overview.account.email;
    let done = live(move || match page.done.get() {
        Some(done) => in_words(&done, &email),
        None => String::new(),
    });
    view! {
        <Shell width="narrow">
            <a href=Place::Home.path() class="link">{say(text::common::BACK)}</a>
            <h1>{say(text::withdrawal::TITLE)}</h1>
            <p class="news" role="status">{done}</p>
            <p class="lead">{say(text::withdrawal::LEAD)}</p>
            <FailureNotice failure=page.failure />
            {work::shown(move || page.offers.get().map(|offers| list(page, offers)))}
            <a href=Place::History.path() class="link">{say(text::history::SEE)}</a>
        </Shell>
    }
}

fn list(page: Page, offers: Vec<WithdrawalOffer>) -> AnyView {
    if offers.is_empty() {
        return view! { <p>{say(text::withdrawal::NONE)}</p> }.into_any();
    }
    let cards: Vec<_> = offers.into_iter().map(|offer| card(page, offer)).collect();
    view! { <ul class="offers">{cards}</ul> }.into_any()
}

fn card(page: Page, offer: WithdrawalOffer) -> AnyView {
    let WithdrawalOffer {
        purchase,
        paid_at_ms,
        credits,
        price_minor,
        currency,
        until_ms,
        express_wish,
        returned_credits,
        refund_minor,
    } = offer;
    let failure = RwSignal::new(None::<Failure>);
    let withdraw = move || {
        let purchase = purchase.clone();
        work::soon(async move {
            match api::withdraw(&purchase).await {
                Ok(done) => {
                    page.done.set(Some(done));
                    page.look().await;
                    browser::focus_page();
                    // What comes of it shows in the session.
                    let _ = page.session.refresh().await;
                }
                Err(problem) => {
                    page.session.note(&problem);
                    failure.set(Some(problem));
                }
            }
        });
    };
    let what = live(move || {
        put(&text::withdrawal::purchase(
            format::minutes(credits),
            format::money(price_minor, currency),
        ))
    });
    let when = live(move || {
        put(&text::withdrawal::until(
            format::day(paid_at_ms),
            format::moment(until_ms),
        ))
    });
    let back = text::withdrawal::back(
        format::money(refund_minor, currency),
        format::minutes(returned_credits),
    );
    let why = if express_wish {
        text::withdrawal::WITH_WISH
    } else {
        text::withdrawal::WITHOUT_WISH
    };
    view! {
        <li class="card offer">
            <h2>{what}</h2>
            <p class="field-hint">{when}</p>
            <p>{say(back.clone())}</p>
            <p class="field-hint">{say(why)}</p>
            <Question
                button=text::withdrawal::START
                spoken=text::withdrawal::start_for(format::minutes(credits), format::day(paid_at_ms))
                class="button offer-withdraw"
                title=text::withdrawal::QUESTION
                meaning=back
                leave=text::withdrawal::KEEP
                failure
                choices=vec![Choice::danger(text::withdrawal::CONFIRM, withdraw)]
            />
        </li>
    }
    .into_any()
}

/// The receipt in short; the whole of it comes by mail.
fn in_words(done: &WithdrawalDone, email: &str) -> String {
    put(&text::withdrawal::done(
        format::moment(done.at_ms),
        format::money(done.refund_minor, done.currency),
        format::minutes(done.returned_credits),
        email,
    ))
}
