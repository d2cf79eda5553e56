//! Buying minutes: the packs with all that they cost, the express wish, one tap to Stripe's page in the same tab, and the
//! way back from there. Nothing here grants anything; only what Stripe tells the edge does.

mod back;

use domain::{
    id::ClickId,
    payment::EXPRESS_WISH_VERSION,
    wire::{Code, Config, Overview, PackView, StartPurchase},
};
use leptos::{ev, leptos_dom::helpers::window_event_listener, prelude::*};

use crate::{
    api::{self, Failure},
    browser,
    components::{
        field::Tick,
        notice::FailureNotice,
        shell::{Shell, Side, begin_page},
    },
    format, neighbours,
    pages::for_parent,
    place::Place,
    problem,
    session::Session,
    words::{live, put, say, text},
    work,
};

/// The page.
#[component]
pub(crate) fn ShopPage() -> impl IntoView {
    begin_page(text::shop::TITLE, Side::Parent);
    for_parent(|session, overview| page(session, &overview))
}

fn page(session: Session, overview: &Overview) -> impl IntoView + use<> {
    let shop = Shop::open(session);
    let back = back::Back::here(session);
    let email = overview.account.email.clone();
    let sells = Memo::new(move |_| back.is_none_or(|back| back.leads_to_the_shop()));
    view! {
        <Shell width="narrow">
            {back.map(|back| back.view(email))}
            {work::shown(move || sells.get().then(|| counter(shop, back.is_some())))}
        </Shell>
    }
}

/// One click on "buy". While it fails for a reason that may pass it stays the same click, so nothing is bought twice.
#[derive(Clone)]
struct Click {
    pack: String,
    express_wish: bool,
    id: ClickId,
}

/// What the visitor is about to buy.
#[derive(Clone, Copy)]
struct Shop {
    session: Session,
    express_wish: RwSignal<bool>,
    click: StoredValue<Option<Click>>,
    /// The pack whose payment page is being opened.
    opening: RwSignal<Option<String>>,
    failure: RwSignal<Option<Failure>>,
}

impl Shop {
    fn open(session: Session) -> Self {
        let shop = Self {
            session,
            express_wish: RwSignal::new(false),
            click: StoredValue::new(None),
            opening: RwSignal::new(None),
            failure: RwSignal::new(None),
        };
        // Whoever comes back by the browser's own button finds the page as it was left, waiting for nothing.
        let listener = window_event_listener(ev::pageshow, move |_| shop.opening.set(None));
        on_cleanup(move || listener.remove());
        shop
    }

    /// The click for a pack: the one that failed a moment ago, else a new one.
    fn click(self, pack: &str) -> Option<Click> {
        let express_wish = self.express_wish.get_untracked();
        let again = self
            .click
            .get_value()
            .filter(|click| click.pack == pack && click.express_wish == express_wish);
        again.or_else(|| {
            Some(Click {
                pack: pack.to_owned(),
                express_wish,
                id: ClickId::from_random(browser::random_bits()?),
            })
        })
    }

    fn buy(self, pack: &str) {
        if self.opening.with_untracked(Option::is_some) {
            return;
        }
        let Some(click) = self.click(pack) else {
            return;
        };
        self.click.set_value(Some(click.clone()));
        self.opening.set(Some(click.pack.clone()));
        self.failure.set(None);
        let asked = StartPurchase {
            pack: click.pack,
            express_wish: click.express_wish,
            wish_version: EXPRESS_WISH_VERSION.to_owned(),
            click: click.id,
        };
        work::soon(async move {
            match api::start_purchase(&asked).await {
                Ok(started) => {
                    self.click.set_value(None);
                    neighbours::tell();
                    browser::leave_for(&started.url);
                }
                Err(problem) => self.failed(problem).await,
            }
        });
    }

    async fn failed(self, problem: Failure) {
        if !may_pass(&problem) {
            self.click.set_value(None);
        }
        self.opening.set(None);
        self.session.note(&problem);
        let is_old = problem::is(&problem, Code::PackNotSold);
        self.failure.set(Some(problem));
        if is_old {
            self.session.learn_config().await;
        }
    }
}

/// Whether the same click may well succeed later.
fn may_pass(problem: &Failure) -> bool {
    match problem {
        Failure::Refused(refused) => {
            matches!(refused.code, Code::PaymentUnavailable | Code::Fault)
        }
        Failure::Unreachable | Failure::Unreadable => true,
    }
}

/// What is sold, once it is known. Below what came of another purchase its heading is a smaller one.
fn counter(shop: Shop, below: bool) -> AnyView {
    let heading = if below {
        view! { <h2>{say(text::shop::TITLE)}</h2> }.into_any()
    } else {
        view! {
            <a href=Place::Home.path() class="link">{say(text::common::BACK)}</a>
            <h1>{say(text::shop::TITLE)}</h1>
        }
        .into_any()
    };
    view! {
        {heading}
        <p class="lead">{say(text::shop::LEAD)}</p>
        {work::shown(move || shop.session.config().map(|config| packs(shop, config)))}
    }
    .into_any()
}

fn packs(shop: Shop, config: Config) -> AnyView {
    if config.packs.is_empty() {
        return view! { <p class="notice">{say(text::shop::CLOSED)}</p> }.into_any();
    }
    let rows: Vec<_> = config
        .packs
        .into_iter()
        .map(|sold| pack(shop, sold))
        .collect();
    view! {
        <div class="express-wish">
            <Tick id="express-wish" label=text::shop::WISH value=shop.express_wish />
            <p class="field-hint">{say(text::shop::WISH_MEANING)}</p>
        </div>
        <ul class="packs">{rows}</ul>
        <FailureNotice failure=shop.failure />
        <p class="field-hint">{say(text::shop::vat(config.vat_percent))} " " {say(text::shop::STRIPE)}</p>
    }
    .into_any()
}

fn pack(shop: Shop, sold: PackView) -> AnyView {
    let (credits, currency) = (sold.credits, sold.currency);
    let (each_minor, vat_minor, price_minor) =
        (sold.credit_minor(), sold.vat_minor, sold.price_minor);
    let price = live(move || format::money(price_minor, currency));
    let parts = live(move || {
        put(&text::shop::parts(
            format::money(each_minor, currency),
            format::money(vat_minor, currency),
        ))
    });
    let spoken = live(move || {
        put(&text::shop::buy_for(
            format::minutes(credits),
            format::money(price_minor, currency),
        ))
    });
    let id = sold.id;
    let own = id.clone();
    let is_opening = move || shop.opening.with(|opening| opening.as_ref() == Some(&own));
    let words = live(move || {
        put(&if is_opening() {
            text::shop::OPENING
        } else {
            text::shop::BUY
        }
        .into())
    });
    let busy = Signal::derive(move || shop.opening.with(Option::is_some));
    view! {
        <li class="card pack">
            <p class="pack-what">
                <strong>{live(move || format::minutes(credits))}</strong>
                <span class="pack-price">{price}</span>
            </p>
            <p class="field-hint">{parts}</p>
            <button
                type="button"
                class="button"
                aria-label=spoken
                disabled=busy
                on:click=move |_| shop.buy(&id)
            >
                {words}
            </button>
        </li>
    }
    .into_any()
}
