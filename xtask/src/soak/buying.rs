//! What a family does about money: clicks, pays, goes to the bank, withdraws; and what the operator does on Stripe's
//! dashboard.

use fastrand::Rng;
use serde_json::{Value, json};

use super::{
    family::Family,
    script::{Deed, at_once, journey},
    world::World,
};

/// What is for sale where the operator says nothing: name, credits, price in øre. Written down here once more on purpose.
pub const PACKS: [(&str, u64, u64); 3] = [
    ("ten", 10, 4_900),
    ("thirty", 30, 11_900),
    ("sixty", 60, 19_900),
];

/// How far a purchase has come, as far as the family knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// The click was never answered.
    Clicked,
    /// The payment page is open.
    Open,
    /// Paid in a way that takes its time.
    Pending,
    /// Paid.
    Paid,
    /// Under dispute.
    Disputed,
    /// Nothing more comes of it.
    Over,
}

/// What the family was told when it withdrew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Withdrawn {
    /// Credits that have left, in all.
    pub credits: u64,
    /// Money that goes back, in all.
    pub minor: u64,
}

/// Something that was clicked on.
#[derive(Debug)]
pub struct Bought {
    /// The purchase, once it was told.
    pub id: Option<String>,
    /// Whether the service was to begin at once.
    pub wish: bool,
    /// How often the family asked to withdraw.
    pub withdrawals_asked: usize,
    /// The latest answer to that.
    pub withdrawn: Option<Withdrawn>,
    session: String,
    stage: Stage,
    price: u64,
    events: Vec<String>,
}

impl Family {
    pub(super) fn about_money(&mut self, world: &World, deed: Deed, dice: &mut Rng) -> bool {
        match deed {
            Deed::Buy => self.buy(world, dice),
            Deed::Withdraw => self.withdraw(world, dice),
            Deed::TellAgain => self.tell_again(world, dice),
            Deed::Forge => self.forge(world, dice),
            _ => self.at_stripe(world, deed, dice),
        }
    }

    /// Clicks on "buy", once or in two windows at once, and again with the same click where the answer was cut off.
    fn buy(&mut self, world: &World, dice: &mut Rng) -> bool {
        let (pack, _, price) = PACKS[dice.usize(..PACKS.len())];
        let wish = dice.u32(..4) > 0;
        let click = format!("{:032x}", dice.u128(..));
        let twice = dice.u32(..8) == 0;
        let patient = dice.u32(..5) > 0;
        let body = json!({"pack": pack, "express_wish": wish, "wish_version": "2026-11-01", "click": click});
        let mut bought = Bought {
            id: None,
            wish,
            withdrawals_asked: 0,
            withdrawn: None,
            session: String::new(),
            stage: Stage::Clicked,
            price,
            events: Vec::new(),
        };
        for _ in 0..3 {
            let browser = &self.browser;
            let answers = at_once(twice, || {
                world.ask(&mut browser.clone(), "POST", "/api/purchases", Some(&body))
            });
            let opened = answers.iter().flatten().find(|answer| answer.status == 201);
            if let Some(opened) = opened {
                bought.id = opened.body["purchase"].as_str().map(str::to_owned);
                let url = opened.body["url"].as_str().unwrap_or_default();
                bought.session = url.rsplit('/').next().unwrap_or_default().to_owned();
                bought.stage = Stage::Open;
                world.page_opened(&bought.session);
                break;
            }
            if !patient {
                break;
            }
        }
        self.bought.push(bought);
        // Whoever opens the page mostly pays at once.
        if dice.u32(..5) < 3 {
            self.at_stripe(world, Deed::Pay, dice);
        }
        true
    }

    /// Somebody does something about a payment at Stripe.
    fn at_stripe(&mut self, world: &World, deed: Deed, dice: &mut Rng) -> bool {
        use Stage::{Disputed, Open, Over, Paid, Pending};
        let (from, action, to) = match deed {
            Deed::Pay => (Open, "pay", Paid),
            Deed::PayLater => (Open, "pay_later", Pending),
            Deed::Expire => (Open, "expire", Over),
            Deed::Arrive => (Pending, "arrive", Paid),
            Deed::Fail => (Pending, "fail", Over),
            Deed::Refund => (Paid, "refund", Paid),
            Deed::Dispute => (Paid, "dispute", Disputed),
            Deed::Win => (Disputed, "win", Paid),
            Deed::Lose => (Disputed, "lose", Over),
            _ => return false,
        };
        let fitting: Vec<usize> = self.indices(|bought| bought.stage == from);
        let Some(&index) = dice.choice(&fitting) else {
            return false;
        };
        let bought = &mut self.bought[index];
        let amount = match deed {
            // A part, often not of whole credits, or all that is left.
            Deed::Refund | Deed::Dispute if dice.bool() => Some(dice.u64(1..=bought.price)),
            _ => None,
        };
        world.page_closed(&bought.session);
        let events = world.at_stripe(&bought.session, action, amount, &journey(dice));
        if let Some(events) = events {
            bought.stage = to;
            bought.events.extend(events);
        }
        true
    }

    /// Stripe sends an event once more, as it may days later.
    fn tell_again(&mut self, world: &World, dice: &mut Rng) -> bool {
        let events: Vec<&String> = self
            .bought
            .iter()
            .flat_map(|bought| &bought.events)
            .collect();
        let Some(event) = dice.choice(&events) else {
            return false;
        };
        let body = json!({"event": event, "rule": {"delay_ms": dice.u32(..500)}});
        world.stand_in("POST", "/stripe/redeliver", &body).is_ok()
    }

    /// Somebody who knows no secret tells of a payment.
    fn forge(&mut self, world: &World, dice: &mut Rng) -> bool {
        let paid = self.indices(|bought| bought.stage == Stage::Open);
        let Some(&index) = dice.choice(&paid) else {
            return false;
        };
        let bought = &self.bought[index];
        let notice = json!({"id": format!("evt_forged{:x}", dice.u64(..)), "type": "checkout.session.completed",
            "data": {"object": {"id": bought.session, "status": "complete", "payment_status": "paid",
                "payment_intent": "pi_forged", "client_reference_id": bought.id, "amount_total": bought.price,
                "currency": "dkk"}}});
        let told = self.post(world, "/api/stripe/webhook", &notice);
        if told.is_some_and(|told| told.status != 400) {
            world.complain("a forged notice was not refused");
        }
        true
    }

    /// Withdraws from a purchase, once or in two windows at once.
    fn withdraw(&mut self, world: &World, dice: &mut Rng) -> bool {
        let paid = self.indices(|bought| {
            matches!(bought.stage, Stage::Paid | Stage::Disputed) && bought.id.is_some()
        });
        let Some(&index) = dice.choice(&paid) else {
            return false;
        };
        let twice = dice.u32(..4) == 0;
        let id = self.bought[index].id.clone().unwrap_or_default();
        let path = format!("/api/purchases/{id}/withdrawal");
        let browser = &self.browser;
        let answers = at_once(twice, || {
            world.ask(&mut browser.clone(), "POST", &path, Some(&Value::Null))
        });
        let bought = &mut self.bought[index];
        bought.withdrawals_asked += answers.len();
        for answer in answers
            .iter()
            .flatten()
            .filter(|answer| answer.status == 200)
        {
            let figure = |name: &str| answer.body[name].as_u64().unwrap_or_default();
            let told = Withdrawn {
                credits: figure("returned_credits"),
                minor: figure("refund_minor"),
            };
            // Of two answers the later one tells of more.
            if bought
                .withdrawn
                .is_none_or(|before| told.minor >= before.minor)
            {
                bought.withdrawn = Some(told);
            }
        }
        true
    }

    fn indices(&self, fits: impl Fn(&Bought) -> bool) -> Vec<usize> {
        (0..self.bought.len())
            .filter(|&index| fits(&self.bought[index]))
            .collect()
    }
}
