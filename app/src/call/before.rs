//! Before the call: who calls, who Santa is (R4), that a grown-up sits along (R21), and the one big button.
//!
//! Nothing in here stands between a child and that button but the tick for the smallest: trying the devices and bringing
//! a brother along are offers. What the purse holds is told to a signed-in parent and never in kid mode.

mod bells;
mod check;
mod company;

use domain::{id::ChildId, season::Season, wire::KidView};
use leptos::prelude::*;

use self::{check::DeviceCheck, company::Company};
use crate::{
    browser,
    components::field::Tick,
    format,
    place::Place,
    session::Session,
    words::{live, put, say, text},
    work,
};

/// The page before the call. Without it there is no tap, and without the tap no call.
#[component]
pub(super) fn Before(
    /// Whose call it is.
    child: KidView,
    /// Who could call along.
    others: Vec<KidView>,
    /// Who calls along.
    company: RwSignal<Vec<KidView>>,
    /// The tap.
    on_tap: impl Fn(Vec<ChildId>) + Send + Sync + 'static,
) -> impl IntoView {
    let session = Session::here();
    let ready = untrack(|| match (session.overview(), session.kid_room()) {
        (Some(overview), _) => overview.may_call(),
        (None, Some(room)) => room.may_call,
        (None, None) => true,
    });
    let in_kid_mode = untrack(|| session.kid_room()).is_some();
    let back = if in_kid_mode {
        Place::Kids
    } else {
        Place::Home
    };
    let body = if ready {
        view! { <Ready child others company on_tap /> }.into_any()
    } else {
        view! {
            <h1>{say(text::after::UNAVAILABLE_TITLE)}</h1>
            <p class="lead" role="status">{say(text::after::UNAVAILABLE)}</p>
        }
        .into_any()
    };
    view! {
        <div class="sheet before">
            {body}
            {(!in_kid_mode).then(|| view! { <ForGrownUps session ready /> })}
            <a href=back.path() class="link">{say(text::before::LEAVE)}</a>
        </div>
    }
}

/// What a child sees who can call.
#[component]
fn Ready(
    child: KidView,
    others: Vec<KidView>,
    company: RwSignal<Vec<KidView>>,
    on_tap: impl Fn(Vec<ChildId>) + Send + Sync + 'static,
) -> impl IntoView {
    let small = child.grown_up_beside;
    let needs_grown_up =
        Memo::new(move |_| small || company.with(|all| all.iter().any(|one| one.grown_up_beside)));
    let grown_up_here = RwSignal::new(false);
    let name = child.name;
    let title = live(move || {
        let all = together(&name, &company.get());
        put(&if company.with(Vec::is_empty) {
            text::before::title(all)
        } else {
            text::before::title_together(all)
        })
    });
    let hello = live(move || {
        put(&if company.with(Vec::is_empty) {
            text::before::HELLO
        } else {
            text::before::HELLO_TOGETHER
        }
        .into())
    });
    let tapped = move |_| {
        on_tap(company.with_untracked(|all| all.iter().map(|one| one.id.clone()).collect()));
    };
    view! {
        <h1>{title}</h1>
        <p class="lead" data-test="ai-disclosure">{hello}</p>
        <Company others company />
        {work::shown(move || {
            if needs_grown_up.get() {
                view! {
                    <Tick id="grown-up" label=text::before::UNDER_SIX value=grown_up_here />
                    <p class="field-hint">{say(text::before::UNDER_SIX_WHY)}</p>
                }
                    .into_any()
            } else {
                view! { <p class="field-hint">{say(text::before::GROWN_UP)}</p> }.into_any()
            }
        })}
        <button
            type="button"
            class="button ring"
            disabled=move || needs_grown_up.get() && !grown_up_here.get()
            on:click=tapped
        >
            <span class="icon-phone" aria-hidden="true"></span>
            {say(text::before::START)}
        </button>
        <DeviceCheck />
    }
}

/// What a signed-in parent reads before starting: what the purse holds, or why there is no call.
#[component]
fn ForGrownUps(session: Session, ready: bool) -> impl IntoView {
    let overview = untrack(|| session.overview());
    let credits = overview.map(|overview| overview.credits);
    let why = match &credits {
        _ if ready => None,
        Some(credits) if credits.call_minutes == 0 => Some(text::problem::NO_CREDITS),
        _ => Some(text::problem::CALL_CONSENT_NEEDED),
    };
    let season = Season::at(browser::now_ms(), browser::utc_offset_minutes());
    let spendable = credits.filter(|credits| ready && credits.call_minutes > 0);
    let minutes = spendable.map(|credits| {
        let longest = season
            .longest_minutes()
            .map_or(credits.call_minutes, |most| most.min(credits.call_minutes));
        live(move || {
            put(&text::before::minutes(
                // Credits are few enough for a double to count exactly.
                format::minutes(credits.balance as f64),
                format::minutes(longest),
            ))
        })
    });
    view! {
        <details class="fold grown-ups" open=!ready>
            <summary>
                {say(text::call::FOR_GROWN_UPS)}
                {minutes.map(|minutes| view! { <small data-test="minutes-before">{minutes}</small> })}
            </summary>
            {match why {
                Some(why) => view! { <p>{say(why)}</p> }.into_any(),
                None => view! { <p>{say(text::before::ASKS)}</p> }.into_any(),
            }}
        </details>
    }
}

/// The names of all who call, as one says them: "Alma", "Alma og Viggo", "Alma, Viggo og Ida".
pub(super) fn together(first: &str, company: &[KidView]) -> String {
    let Some((last, between)) = company.split_last() else {
        return first.to_owned();
    };
    let mut before = first.to_owned();
    for one in between {
        before.push_str(", ");
        before.push_str(&one.name);
    }
    put(&text::common::and(before, &last.name))
}
