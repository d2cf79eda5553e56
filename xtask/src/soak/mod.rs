//! `cargo xtask soak money`: families buy, call, complain, withdraw and go, Stripe tells of it late, twice, in another
//! order or not at all, and again and again the runtime is killed in the middle of it. Afterwards everything is let come
//! to rest, and the books have to be what a model of our own says they are.
//!
//! | module | subject |
//! |---|---|
//! | `script` | what is done, drawn from the seed |
//! | `world` | the stack that is killed and started again, and who may ask it when |
//! | `family`, `buying`, `calling` | what a family does, and what it was told |
//! | `rest` | letting everything come to rest |
//! | `facts` | what the books, the calls and Stripe say in the end |
//! | `model` | what the books should say; `replay` for the order of things, `minutes` for what a call may cost |
//!
//! The model shares no code with the edge or with `domain`: it is made from what Stripe was paid and paid back, from the
//! calls as they were, and from what families were told. It never reads a balance.

mod buying;
mod calling;
mod facts;
mod family;
mod minutes;
mod model;
mod replay;
mod rest;
mod script;
mod world;

use std::{
    sync::{Mutex, atomic::Ordering},
    time::{Duration, Instant},
};

use anyhow::{Result, bail, ensure};

use crate::{audit, build::Built, database, stack::Stack, test::lane::Lane, tools};
use family::Family;
use script::Script;
use world::World;

/// How much is done.
#[derive(Debug, Clone, Copy)]
struct Size {
    operations: usize,
    kills: usize,
    /// How many families there are at a time.
    families: usize,
    /// How many of them act at the same moment.
    hands: usize,
}

const FULL: Size = Size {
    operations: 10_000,
    kills: 24,
    families: 56,
    hands: 8,
};

const SHORT: Size = Size {
    operations: 450,
    kills: 3,
    families: 12,
    hands: 6,
};

/// What the short one draws from. It is always the same, so that what fails has failed by a change.
const SHORT_SEED: u64 = 1;

/// Runs the soak that was named: `money`, at random, or with `--seed N` as an earlier one that printed this seed.
pub fn run(arguments: &[String]) -> Result<()> {
    const USAGE: &str = "there is one soak: money, with --seed N, --operations N and --kills N";
    let mut arguments = arguments.iter();
    ensure!(arguments.next().map(String::as_str) == Some("money"), USAGE);
    let (mut seed, mut size) = (fastrand::u64(..1_000_000), FULL);
    while let Some(name) = arguments.next() {
        let figure = arguments.next().and_then(|text| text.parse::<usize>().ok());
        match (name.as_str(), figure) {
            ("--seed", Some(figure)) => seed = figure as u64,
            ("--operations", Some(figure)) => size.operations = figure,
            ("--kills", Some(figure)) => size.kills = figure,
            _ => bail!(USAGE),
        }
    }
    money(seed, size)
}

/// The part that `cargo xtask test` runs: some hundred operations and three kills.
pub fn short() -> Result<()> {
    money(SHORT_SEED, SHORT)
}

fn money(seed: u64, size: Size) -> Result<()> {
    tools::prepare()?;
    let (place, built, mut stack) = Lane::Soak.start()?;
    println!("Everything is drawn from the seed {seed}.");
    let since = Instant::now();
    let world = World::new(place);
    world.set_up_stripe(false)?;
    let mut families = play(&world, &built, &mut stack, seed, size)?;
    println!("Letting everything come to rest …");
    rest::come_to_rest(&world, &mut families)?;
    let told = world.stripe_report()?;
    drop(stack);
    let facts = facts::Facts::read(&world.place.state, &told)?;
    let mut verdict = model::judge(&facts, &families);
    let findings = database::execute(&world.place.state, audit::FINDINGS)?;
    let findings: Vec<_> = findings.into_iter().flatten().collect();
    verdict
        .mismatches
        .extend(findings.iter().map(|row| format!("audit: {row}")));
    verdict.mismatches.extend(world.take_complaints());
    println!("{}", facts.summary());
    for (what, list) in verdict.lists() {
        for about in list.iter().take(20) {
            println!("{what}: {about}");
        }
    }
    let counts = world.counts();
    println!(
        "{} requests, {} of them cut off by a kill",
        counts.requests.load(Ordering::Relaxed),
        counts.cut.load(Ordering::Relaxed)
    );
    println!("{}", verdict.line(seed, counts, since.elapsed()));
    ensure!(verdict.is_clean(), "the books are not what they should be");
    ensure!(
        counts.operations.load(Ordering::Relaxed) >= size.operations
            && counts.kills.load(Ordering::Relaxed) >= size.kills,
        "not everything was done that was to be done"
    );
    Ok(())
}

/// Lets all hands do their part of the script, and meanwhile kills the runtime so many times.
fn play(
    world: &World,
    built: &Built,
    stack: &mut Stack,
    seed: u64,
    size: Size,
) -> Result<Vec<Family>> {
    let everybody = Mutex::new(Vec::new());
    let outcome = std::thread::scope(|scope| {
        let hands: Vec<_> = (0..size.hands)
            .map(|hand| {
                let everybody = &everybody;
                scope.spawn(move || {
                    let share = size.operations.div_ceil(size.hands);
                    let families = size.families.div_ceil(size.hands);
                    let script = Script::of_hand(seed, hand, share, families);
                    let outcome = script.perform(world);
                    if let Ok(mut everybody) = everybody.lock() {
                        everybody.extend(outcome);
                    }
                })
            })
            .collect();
        let done = || hands.iter().all(std::thread::ScopedJoinHandle::is_finished);
        let outcome = kill_now_and_then(world, built, stack, seed, size, done);
        if outcome.is_err() {
            world.give_up();
        }
        outcome
    });
    outcome?;
    let families = everybody.into_inner().unwrap_or_default();
    ensure!(!families.is_empty(), "no hand came to its end");
    Ok(families)
}

fn kill_now_and_then(
    world: &World,
    built: &Built,
    stack: &mut Stack,
    seed: u64,
    size: Size,
    done: impl Fn() -> bool,
) -> Result<()> {
    let mut moments = fastrand::Rng::with_seed(seed ^ 0x6b69_6c6c);
    let (since, mut shown) = (Instant::now(), Instant::now());
    let mut kills = 0;
    while !done() {
        let operations = world.counts().operations.load(Ordering::Relaxed);
        if shown.elapsed() > Duration::from_secs(10) {
            shown = Instant::now();
            println!(
                "  {operations} of {} operations, {kills} of {} kills, {} s",
                size.operations,
                size.kills,
                since.elapsed().as_secs()
            );
        }
        if let Some(why) = stack.fallen() {
            bail!(why);
        }
        // Evenly over the script; when exactly is left to chance.
        let due = size.operations * (kills + 1) / (size.kills + 1);
        if kills < size.kills && operations >= due {
            std::thread::sleep(Duration::from_millis(moments.u64(..400)));
            world.kill_and_restart(stack, built)?;
            kills += 1;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    Ok(())
}
