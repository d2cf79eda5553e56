//! The way back from the payment page: what became of the purchase, as the edge knows it. To have come back proves
//! nothing, so while the edge has heard of no money the page waits and asks.

use std::{cell::Cell, rc::Rc, time::Duration};

use domain::{
    id::PurchaseId,
    wire::{Code, PurchaseStatus, PurchaseView, address::asked},
};
use leptos::{leptos_dom::helpers::set_interval_with_handle, prelude::*};
use leptos_router::hooks::use_location;

use crate::{
    api::{self, Failure},
    browser,
    components::notice::FailureNotice,
    format,
    place::Place,
    session::Session,
    words::{Text, live, put, say, text},
    work,
};

/// For so many seconds the edge is asked once a second, and the page says that it takes a moment.
const A_MOMENT: u32 = 60;
/// Then it is asked this seldom, in seconds, until nobody would still be waiting.
const SELDOM: u32 = 5;
const AT_MOST: u32 = 15 * 60;

/// A purchase whose payment page was left one way or another.
#[derive(Clone, Copy)]
pub(super) struct Back {
    session: Session,
    purchase: StoredValue<PurchaseId>,
    /// Whether the visitor came by the payment page's own way out.
    gave_up: bool,
    seen: RwSignal<Option<PurchaseView>>,
    waited: RwSignal<u32>,
    failure: RwSignal<Option<Failure>>,
    /// Whether the edge knows of no such purchase of this account's.
    is_unknown: RwSignal<bool>,
}

/// Which of its faces the page shows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Face {
    /// Paid as far as the visitor knows; Stripe has not told us.
    Waiting,
    /// The same, and it takes its time.
    WaitingLong,
    /// Stripe has told that the money is on its way.
    Pending,
    /// The credits are there.
    Paid,
    /// The money never came, or never will.
    Failed,
    /// Left without paying.
    Left,
    /// This account has no such purchase: the address is another's, or very old.
    Unknown,
}

impl Back {
    /// The purchase that the address names, if it names one; it is followed from now on.
    pub(super) fn here(session: Session) -> Option<Self> {
        let search = use_location().search;
        let named =
            |name| search.with_untracked(|search| asked(search, name)?.parse::<PurchaseId>().ok());
        let (purchase, gave_up) = match (named("betalt"), named("forladt")) {
            (Some(paid), _) => (paid, false),
            (None, left) => (left?, true),
        };
        let back = Self {
            session,
            purchase: StoredValue::new(purchase),
            gave_up,
            seen: RwSignal::new(None),
            waited: RwSignal::new(0),
            failure: RwSignal::new(None),
            is_unknown: RwSignal::new(false),
        };
        back.follow();
        Some(back)
    }

    /// Whether one would rather buy now than wait.
    pub(super) fn leads_to_the_shop(self) -> bool {
        matches!(self.face(), Face::Failed | Face::Left | Face::Unknown)
    }

    fn face(self) -> Face {
        let status = self.seen.with(|seen| seen.as_ref().map(|seen| seen.status));
        match status {
            Some(PurchaseStatus::Paid) => Face::Paid,
            Some(PurchaseStatus::Pending) => Face::Pending,
            Some(PurchaseStatus::Failed | PurchaseStatus::Expired) => Face::Failed,
            _ if self.is_unknown.get() => Face::Unknown,
            _ if self.gave_up => Face::Left,
            _ if self.waited.get() < A_MOMENT => Face::Waiting,
            _ => Face::WaitingLong,
        }
    }

    /// Asks until there is nothing to wait for. One who gave up is told once.
    fn follow(self) {
        let asking = Rc::new(Cell::new(false));
        let ask = move || {
            if asking.replace(true) {
                return;
            }
            let asking = asking.clone();
            work::soon(async move {
                self.look().await;
                asking.set(false);
            });
        };
        ask();
        let ticking = set_interval_with_handle(
            move || {
                let face = untrack(|| self.face());
                let waits = matches!(face, Face::Waiting | Face::WaitingLong | Face::Pending);
                let waited = self.waited.get_untracked();
                if waits && waited < AT_MOST && browser::is_seen() {
                    self.waited.set(waited + 1);
                    if waited < A_MOMENT || waited.is_multiple_of(SELDOM) {
                        ask();
                    }
                }
            },
            Duration::from_secs(1),
        );
        on_cleanup(move || {
            if let Ok(ticking) = ticking {
                ticking.clear();
            }
        });
    }

    async fn look(self) {
        match api::purchase(&self.purchase.get_value()).await {
            Ok(seen) => {
                if seen.status == PurchaseStatus::Paid {
                    // What comes of it shows in the session.
                    let _ = self.session.refresh().await;
                }
                self.failure.set(None);
                self.seen.set(Some(seen));
            }
            Err(Failure::Refused(problem)) if problem.code == Code::NotFound => {
                self.failure.set(None);
                self.is_unknown.set(true);
            }
            Err(problem) => {
                self.session.note(&problem);
                self.failure.set(Some(problem));
            }
        }
    }

    /// What became of it.
    pub(super) fn view(self, email: String) -> AnyView {
        let face = Memo::new(move |_| self.face());
        let title = live(move || put(&self.title(face.get())));
        let words = live(move || put(&self.words(face.get(), &email)));
        view! {
            <div class="came-back" data-test="purchase" data-face=live(move || named(face.get()).into())>
                <div role="status" class="came-back-words">
                    <h1>{title}</h1>
                    <p class="lead">{words}</p>
                </div>
                <FailureNotice failure=self.failure />
                <a href=Place::Home.path() class="button" data-kind=live(move || match face.get() {
                    Face::Paid => String::new(),
                    _ => "quiet".into(),
                })>
                    {say(text::shop::HOME)}
                </a>
            </div>
        }
        .into_any()
    }

    fn title(self, face: Face) -> Text {
        match face {
            Face::Waiting | Face::WaitingLong => text::shop::WAITING_TITLE.into(),
            Face::Pending => text::shop::PENDING_TITLE.into(),
            Face::Paid => text::shop::PAID_TITLE.into(),
            Face::Failed => text::shop::FAILED_TITLE.into(),
            Face::Left => text::shop::LEFT_TITLE.into(),
            Face::Unknown => text::shop::UNKNOWN_TITLE.into(),
        }
    }

    fn words(self, face: Face, email: &str) -> Text {
        match face {
            Face::Waiting => text::shop::WAITING.into(),
            Face::WaitingLong => text::shop::WAITING_LONG.into(),
            Face::Pending => text::shop::PENDING.into(),
            Face::Failed => text::shop::FAILED.into(),
            Face::Left => text::shop::LEFT.into(),
            Face::Unknown => text::shop::UNKNOWN.into(),
            Face::Paid => {
                let bought = self.seen.with(|seen| {
                    seen.as_ref().map(|seen| {
                        let price = format::money(seen.price_minor, seen.currency);
                        format!("{} ({price})", format::minutes(seen.credits))
                    })
                });
                let left = self
                    .session
                    .purse()
                    .map(|purse| format::credits(purse.credits.balance, &purse.credits));
                let [bought, left] = [bought, left].map(Option::unwrap_or_default);
                text::shop::paid(bought, email, left)
            }
        }
    }
}

fn named(face: Face) -> &'static str {
    match face {
        Face::Waiting | Face::WaitingLong => "waiting",
        Face::Pending => "pending",
        Face::Paid => "paid",
        Face::Failed => "failed",
        Face::Left => "left",
        Face::Unknown => "unknown",
    }
}
