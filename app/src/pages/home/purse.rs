//! What can be spent, with what it costs beside it, kept true while the dashboard is open.
//!
//! While a payment may still come the edge is asked once a second, for as long as it says so itself, which is an hour at
//! most; besides that whenever somebody looks at the page again or another window opens a payment page. Only what has
//! changed is drawn.

use std::{cell::Cell, rc::Rc, time::Duration};

use leptos::{
    ev,
    leptos_dom::helpers::{set_interval_with_handle, window_event_listener},
    prelude::*,
};

use crate::{
    browser, format,
    neighbours::Ear,
    place::Place,
    session::{Purse, Session},
    words::{Text, live, put, say, text},
    work,
};

/// So few credits that a parent is told before the next call.
const FEW: i64 = 3;
const BETWEEN_QUESTIONS: Duration = Duration::from_secs(1);

/// What can be spent, in minutes: a credit is one started minute.
pub(super) fn purse(session: Session, is_new: bool) -> impl IntoView {
    let of_purse = move |words: fn(&Purse, bool) -> String| {
        live(move || {
            session
                .purse()
                .map(|purse| words(&purse, is_new))
                .unwrap_or_default()
        })
    };
    let is_sold = Memo::new(move |_| {
        session
            .purse()
            .is_some_and(|purse| purse.credits.price_minor.is_some())
    });
    view! {
        <div class="purse">
            <p
                class="purse-left"
                data-test="credits"
                data-credits=of_purse(|purse, _| purse.credits.balance.to_string())
            >
                {of_purse(left)}
            </p>
            <p class="field-hint">{of_purse(hints)}</p>
            <p class="purse-ways">
                {work::shown(move || {
                    is_sold
                        .get()
                        .then(|| {
                            view! {
                                <a href=Place::Shop.path() class="button" data-kind="quiet">
                                    {say(text::shop::TITLE)}
                                </a>
                            }
                        })
                })}
                <a href=Place::History.path() class="link">{say(text::history::TITLE)}</a>
            </p>
        </div>
    }
}

fn left(Purse { credits, .. }: &Purse, _: bool) -> String {
    put(&match credits.balance {
        0 => text::home::MINUTES_NONE.into(),
        owed if owed < 0 => text::home::owed(format::credits(-owed, credits)),
        balance => text::home::minutes(format::credits(balance, credits)),
    })
}

fn hints(Purse { credits, .. }: &Purse, is_new: bool) -> String {
    let is_empty = credits.balance <= 0;
    let price = credits.price_minor.zip(credits.currency);
    let lines: [Option<Text>; 4] = [
        (is_empty && is_new && credits.trial_withheld).then(|| text::home::TRIAL_WITHHELD.into()),
        (1..=FEW)
            .contains(&credits.balance)
            .then(|| text::home::FEW.into()),
        price.map(|(minor, currency)| text::home::price(format::money(minor, currency))),
        (credits.call_minutes > 0)
            .then(|| text::home::longest(format::credits(credits.call_minutes, credits))),
    ];
    let lines: Vec<_> = lines.iter().flatten().map(put).collect();
    lines.join(" ")
}

/// Says, in sight and aloud, that credits have come while the page stood open.
pub(super) fn news(session: Session) -> impl IntoView {
    let before = StoredValue::new(None::<i64>);
    let have_come = RwSignal::new(false);
    work::follow(move || {
        if let Some(balance) = session.purse().map(|purse| purse.credits.balance) {
            match before.get_value() {
                Some(old) if old != balance => have_come.set(old < balance),
                _ => {}
            }
            before.set_value(Some(balance));
        }
    });
    let words = live(move || {
        let purse = session.purse().filter(|_| have_come.get());
        purse
            .map(|Purse { credits, .. }| {
                put(&text::home::have_come(format::credits(
                    credits.balance,
                    &credits,
                )))
            })
            .unwrap_or_default()
    });
    view! { <p class="news" role="status">{words}</p> }
}

/// Keeps the purse true for as long as this part of the page lives.
pub(super) fn watch(session: Session) {
    let asking = Rc::new(Cell::new(false));
    let ask = move || {
        if asking.replace(true) {
            return;
        }
        let asking = asking.clone();
        work::soon(async move {
            // What comes of it shows in the session.
            let _ = session.refresh().await;
            asking.set(false);
        });
    };
    let ask_in_sight = move || {
        if browser::is_seen() {
            ask();
        }
    };
    let awaits = move || {
        let purse = untrack(|| session.purse());
        purse.is_some_and(|purse| purse.awaits_payment)
    };
    let tick = ask_in_sight.clone();
    let ticking = set_interval_with_handle(
        move || {
            if awaits() {
                tick();
            }
        },
        BETWEEN_QUESTIONS,
    );
    let (on_focus, on_sight) = (ask_in_sight.clone(), ask_in_sight.clone());
    let listeners = [
        window_event_listener(ev::focus, move |_| on_focus()),
        window_event_listener(ev::visibilitychange, move |_| on_sight()),
    ];
    let ear = StoredValue::new_local(Ear::open(ask_in_sight));
    on_cleanup(move || {
        if let Ok(ticking) = ticking {
            ticking.clear();
        }
        listeners.into_iter().for_each(|listener| listener.remove());
        ear.dispose();
    });
}
