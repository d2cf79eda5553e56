//! What is done: each hand's operations, drawn from the seed before anything happens. Which purchase or which call an
//! operation is about, and what is done where it does not fit, follows from what the family has by then.

use fastrand::Rng;
use serde_json::{Value, json};

use super::{family::Family, world::World};

/// Something to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    Buy,
    Pay,
    PayLater,
    Arrive,
    Fail,
    Expire,
    Refund,
    Dispute,
    Win,
    Lose,
    TellAgain,
    Forge,
    StartCall,
    Connect,
    Heartbeat,
    EndCall,
    FallSilent,
    Complain,
    Withdraw,
    DeleteAccount,
    MoveTime,
    Cron,
    LetGo,
    TroubleOutside,
}

/// How often each is done, out of the sum.
const WEIGHTS: [(Deed, u32); 24] = [
    (Deed::Buy, 130),
    (Deed::Pay, 130),
    (Deed::PayLater, 25),
    (Deed::Arrive, 20),
    (Deed::Fail, 6),
    (Deed::Expire, 12),
    (Deed::Refund, 45),
    (Deed::Dispute, 22),
    (Deed::Win, 10),
    (Deed::Lose, 8),
    (Deed::TellAgain, 50),
    (Deed::Forge, 20),
    (Deed::StartCall, 140),
    (Deed::Connect, 110),
    (Deed::Heartbeat, 35),
    (Deed::EndCall, 120),
    (Deed::FallSilent, 14),
    (Deed::Complain, 25),
    (Deed::Withdraw, 50),
    (Deed::DeleteAccount, 6),
    (Deed::MoveTime, 14),
    (Deed::Cron, 10),
    (Deed::LetGo, 14),
    (Deed::TroubleOutside, 8),
];

/// One operation: by which family, what, and the chance for everything else about it.
#[derive(Debug, Clone)]
struct Operation {
    family: usize,
    deed: Deed,
    chance: u64,
}

/// One hand's operations.
#[derive(Debug)]
pub struct Script {
    operations: Vec<Operation>,
    families: usize,
    seed: u64,
    hand: usize,
}

impl Script {
    /// The script of a hand: so many operations by so many families.
    pub fn of_hand(seed: u64, hand: usize, operations: usize, families: usize) -> Self {
        let mut dice = Rng::with_seed(seed.wrapping_mul(0x9e37_79b9) ^ (hand as u64) << 40);
        let operations = (0..operations)
            .map(|_| Operation {
                family: dice.usize(..families),
                deed: draw(&mut dice),
                chance: dice.u64(..),
            })
            .collect();
        Self {
            operations,
            families,
            seed,
            hand,
        }
    }

    /// Does it all; the families as they are in the end, those that have gone too.
    pub fn perform(self, world: &World) -> Vec<Family> {
        let mut made = 0;
        let mut new_family = || {
            made += 1;
            Family::new(world, self.seed, self.hand, made)
        };
        let mut families: Vec<Family> = (0..self.families).map(|_| new_family()).collect();
        let mut gone = Vec::new();
        for operation in &self.operations {
            if world.is_given_up() {
                break;
            }
            let mut dice = Rng::with_seed(operation.chance);
            let family = &mut families[operation.family];
            do_it(world, family, operation.deed, &mut dice);
            world
                .counts()
                .operations
                .fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            if family.is_gone() {
                gone.push(std::mem::replace(family, new_family()));
            }
        }
        families.extend(gone);
        families
    }
}

fn draw(dice: &mut Rng) -> Deed {
    let sum: u32 = WEIGHTS.iter().map(|(_, weight)| weight).sum();
    let mut at = dice.u32(..sum);
    for (deed, weight) in WEIGHTS {
        if at < weight {
            return deed;
        }
        at -= weight;
    }
    Deed::Buy
}

fn do_it(world: &World, family: &mut Family, deed: Deed, dice: &mut Rng) {
    match deed {
        Deed::MoveTime => world.move_time(some_time(dice)),
        Deed::Cron => drop(world.cron()),
        Deed::LetGo => let_go(world, dice),
        Deed::TroubleOutside => trouble_outside(world, dice),
        deed => {
            if !family.is_at_home() && !family.move_in(world) {
                return;
            }
            // What does not fit what the family has by now becomes what leads there.
            if !family.act(world, deed, dice) && !family.act(world, Deed::Pay, dice) {
                family.act(world, Deed::Buy, dice);
            }
        }
    }
}

/// How events travel: mostly well, else late, twice, lost at first, spoiled, kept back, or kept back until the very end.
pub fn journey(dice: &mut Rng) -> Value {
    const SPOILED: [&str; 5] = ["tamper", "stale", "wrong_secret", "truncate", "unsigned"];
    match dice.u32(..100) {
        0..42 => json!({}),
        42..55 => json!({"duplicate": dice.u32(1..3)}),
        55..67 => json!({"delay_ms": dice.u32(50..3_000), "duplicate": dice.u32(..2)}),
        67..77 => json!({"hold": true, "duplicate": dice.u32(..2)}),
        77..85 => json!({"lose_first": true}),
        85..96 => json!({"spoil": SPOILED[dice.usize(..5)], "spoiled_deliveries": dice.u32(1..3)}),
        // Spoiled and held: let go in the end only, when everything has come to rest without it.
        _ => json!({"hold": true, "spoil": "unsigned", "spoiled_deliveries": 1}),
    }
}

/// Mostly seconds and minutes, sometimes hours, seldom days.
fn some_time(dice: &mut Rng) -> u64 {
    const SECOND: u64 = 1_000;
    const MINUTE: u64 = 60 * SECOND;
    const HOUR: u64 = 60 * MINUTE;
    match dice.u32(..100) {
        0..70 => dice.u64(SECOND..100 * SECOND),
        70..89 => dice.u64(2 * MINUTE..20 * MINUTE),
        89..94 => dice.u64(HOUR..4 * HOUR),
        94..98 => 24 * HOUR,
        _ => 96 * HOUR,
    }
}

/// Some of the events that wait are let go, in an order in which they did not happen.
fn let_go(world: &World, dice: &mut Rng) {
    let events = world.take_held(dice.usize(1..12), dice);
    if !events.is_empty() {
        // What is not taken within Stripe's tries is told again in the end.
        let _ = world.stand_in("POST", "/stripe/release", &json!({ "events": events }));
    }
}

/// OpenAI or Stripe does not do what it is asked, a few times; or Stripe tells for a while of things that nobody asked for.
fn trouble_outside(world: &World, dice: &mut Rng) {
    const STRIPE: [&str; 5] = [
        "rate_limit",
        "server_error",
        "server_error_after",
        "reset",
        "reset_after",
    ];
    const MINT: [&str; 3] = ["refuse", "rate_limit", "server_error"];
    let times = dice.u32(1..4);
    // A setting of the stand-in, which always takes it.
    let _ = world.set_up_stripe(dice.u32(..6) == 0);
    let fault = if dice.bool() {
        json!({"stripe": STRIPE[dice.usize(..5)], "times": times})
    } else {
        json!({"mint": MINT[dice.usize(..3)], "times": times})
    };
    let _ = world.stand_in("POST", "/faults", &fault);
}

/// Asks once, or twice at the same moment as two windows would; everything that was answered.
pub fn at_once<T: Send>(twice: bool, act: impl Fn() -> T + Sync) -> Vec<T> {
    std::thread::scope(|scope| {
        let other = twice.then(|| scope.spawn(&act));
        let mut answers = vec![act()];
        answers.extend(other.and_then(|other| other.join().ok()));
        answers
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::soak::{SHORT, SHORT_SEED};

    #[test]
    fn the_same_seed_draws_the_same_script() {
        let drawn = |seed| format!("{:?}", Script::of_hand(seed, 3, 50, 4).operations);
        assert_eq!(drawn(7), drawn(7));
        assert_ne!(drawn(7), drawn(8));
    }

    #[test]
    fn every_deed_is_in_the_short_script() {
        let share = SHORT.operations.div_ceil(SHORT.hands);
        let drawn: Vec<Deed> = (0..SHORT.hands)
            .flat_map(|hand| Script::of_hand(SHORT_SEED, hand, share, 2).operations)
            .map(|operation| operation.deed)
            .collect();
        for (deed, _) in WEIGHTS {
            assert!(drawn.contains(&deed), "{deed:?}");
        }
    }
}
