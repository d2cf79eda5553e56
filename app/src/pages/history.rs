//! The history: everything that moved the balance, newest first, with what it was worth and what was left.

use domain::wire::{CreditsView, History, HistoryEntry, HistoryKind, Overview};
use leptos::prelude::*;

use crate::{
    api::{self, Failure},
    components::{
        notice::FailureNotice,
        shell::{Shell, Side, begin_page},
    },
    format,
    pages::for_parent,
    place::Place,
    session::Session,
    words::{Text, live, put, say, text},
    work,
};

/// The page.
#[component]
pub(crate) fn HistoryPage() -> impl IntoView {
    begin_page(text::history::TITLE, Side::Parent);
    for_parent(page)
}

fn page(session: Session, overview: Overview) -> impl IntoView {
    let history = RwSignal::new(None::<History>);
    let failure = RwSignal::new(None::<Failure>);
    let purse = overview.credits;
    work::soon(async move {
        match api::history().await {
            Ok(answer) => history.set(Some(answer)),
            Err(problem) => {
                session.note(&problem);
                failure.set(Some(problem));
            }
        }
    });
    view! {
        <Shell width="narrow">
            <a href=Place::Home.path() class="link">{say(text::common::BACK)}</a>
            <h1>{say(text::history::TITLE)}</h1>
            <FailureNotice failure />
            {work::shown(move || history.get().map(|history| told(history, purse)))}
            <div class="form-end">
                {purse
                    .price_minor
                    .map(|_| {
                        view! {
                            <a href=Place::Shop.path() class="button" data-kind="quiet">
                                {say(text::shop::TITLE)}
                            </a>
                        }
                    })}
                <a href=Place::Withdrawal.path() class="link">{say(text::withdrawal::TITLE)}</a>
            </div>
        </Shell>
    }
}

fn told(history: History, purse: CreditsView) -> AnyView {
    let History {
        balance,
        on_hold,
        entries,
    } = history;
    let now = live(move || put(&text::history::left(format::credits(balance, &purse))));
    let held = (on_hold > 0)
        .then(|| live(move || put(&text::history::on_hold(format::credits(on_hold, &purse)))));
    let rows: Vec<_> = entries.into_iter().map(|entry| row(entry, purse)).collect();
    view! {
        <p class="lead">{now} " " {held}</p>
        <ul class="calls">{rows}</ul>
    }
    .into_any()
}

fn row(entry: HistoryEntry, purse: CreditsView) -> AnyView {
    let HistoryEntry {
        kind,
        at_ms,
        credits,
        balance,
        ..
    } = entry;
    let moment = live(move || format::moment(at_ms));
    let length = entry.seconds.filter(|seconds| *seconds > 0);
    let length = length.map(|seconds| {
        view! { <span data-test="length">" · " {live(move || format::duration(seconds))}</span> }
    });
    let money = entry.amount_minor.zip(entry.currency);
    // What was paid or went back is the price; of what was given or used it is what it costs.
    let worth = money.or(purse.price_of(credits.abs()));
    let change = live(move || match (kind, credits, worth) {
        (HistoryKind::Call, 0, _) => put(&text::home::FREE.into()),
        (_, 0, Some((minor, currency))) => format::money(minor, currency),
        (_, _, Some((minor, currency))) => format!(
            "{} ({})",
            format::change(credits),
            format::money(minor, currency)
        ),
        _ => format::change(credits),
    });
    let left = live(move || put(&text::history::left(format::credits(balance, &purse))));
    let receipt = entry
        .purchase
        .filter(|_| kind == HistoryKind::Purchase)
        .map(|purchase| {
            view! {
                <a
                    href=api::receipt_address(&purchase)
                    target="_blank"
                    rel="noopener"
                    class="link"
                    aria-label=live(move || put(&text::history::receipt_for(format::moment(at_ms))))
                >
                    {say(text::history::RECEIPT)}
                </a>
            }
        });
    view! {
        <li class="call-row" data-kind=named(kind)>
            <div>
                <p class="call-who">{say(words(kind, entry.child))}</p>
                <p class="field-hint">{moment} {length}</p>
                {receipt}
            </div>
            <div class="call-figures">
                <p>{change}</p>
                <p class="field-hint">{left}</p>
            </div>
        </li>
    }
    .into_any()
}

fn words(kind: HistoryKind, child: Option<String>) -> Text {
    use text::history as words;
    match (kind, child) {
        (HistoryKind::Call, Some(name)) => words::call_of(name),
        (HistoryKind::Call, None) => words::CALL.into(),
        (HistoryKind::Purchase, _) => words::PURCHASE.into(),
        (HistoryKind::Gift, _) => words::GIFT.into(),
        (HistoryKind::Refund, _) => words::REFUND.into(),
        (HistoryKind::Dispute, _) => words::DISPUTE.into(),
        (HistoryKind::Withdrawal, _) => words::WITHDRAWAL.into(),
    }
}

fn named(kind: HistoryKind) -> &'static str {
    match kind {
        HistoryKind::Purchase => "purchase",
        HistoryKind::Gift => "gift",
        HistoryKind::Call => "call",
        HistoryKind::Refund => "refund",
        HistoryKind::Dispute => "dispute",
        HistoryKind::Withdrawal => "withdrawal",
    }
}
