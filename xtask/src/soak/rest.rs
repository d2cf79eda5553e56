//! Letting everything come to rest: what waits at Stripe is told, what hangs is asked about, calls come to their end, and
//! orders are carried out.

use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use serde_json::{Value, json};

use super::{family::Family, world::World};

const MINUTE_MS: u64 = 60 * 1000;
const HOUR_MS: u64 = 60 * MINUTE_MS;

/// Brings everything to rest.
pub fn come_to_rest(world: &World, families: &mut [Family]) -> Result<()> {
    let clear = Value::Null;
    world.stand_in("DELETE", "/faults", &clear)?;
    wait_for_deliveries(world)?;
    // First without what Stripe has not told: reconciliation has to find what was paid.
    let hanging = paid_sessions_untold(world)?;
    world.move_time(11 * MINUTE_MS);
    let rounds = families
        .iter()
        .map(|family| family.bought.len())
        .sum::<usize>()
        / 20
        + 4;
    for _ in 0..rounds {
        world.cron();
    }
    println!("  {hanging} payments were found by asking, in {rounds} rounds of cron");
    world.stand_in("POST", "/stripe/release", &json!({}))?;
    tell_what_was_not_taken(world)?;
    // The longest call is over within the half hour; the longest pause of an order is half a day, and after 20 hours its
    // key at Stripe is not relied on any more.
    world.move_time(HOUR_MS / 2);
    for _ in 0..3 {
        for _ in 0..8 {
            world.cron();
        }
        wait_for_deliveries(world)?;
        world.move_time(13 * HOUR_MS);
    }
    for _ in 0..8 {
        world.cron();
    }
    tell_what_was_not_taken(world)
}

/// Waits until nothing is on its way from Stripe.
fn wait_for_deliveries(world: &World) -> Result<()> {
    let since = Instant::now();
    while world.stripe_report()?["pending_deliveries"] != 0 {
        ensure!(
            since.elapsed() < Duration::from_secs(120),
            "Stripe does not come to its end"
        );
        std::thread::sleep(Duration::from_millis(500));
    }
    Ok(())
}

/// Has Stripe tell once more what was never taken, until all is.
fn tell_what_was_not_taken(world: &World) -> Result<()> {
    for _ in 0..5 {
        wait_for_deliveries(world)?;
        let untaken = untaken(&world.stripe_report()?);
        if untaken.is_empty() {
            return Ok(());
        }
        println!("  {} events are told once more", untaken.len());
        for event in untaken {
            world.stand_in("POST", "/stripe/redeliver", &json!({ "event": event }))?;
        }
    }
    let untaken = untaken(&world.stripe_report()?);
    ensure!(untaken.is_empty(), "the edge does not take {untaken:?}");
    Ok(())
}

fn events(report: &Value) -> impl Iterator<Item = &Value> {
    report["events"].as_array().into_iter().flatten()
}

fn was_taken(event: &Value) -> bool {
    let attempts = event["attempts"].as_array();
    attempts
        .into_iter()
        .flatten()
        .any(|attempt| attempt["status"] == 200)
}

fn untaken(report: &Value) -> Vec<String> {
    events(report)
        .filter(|event| !was_taken(event))
        .filter_map(|event| event["id"].as_str().map(str::to_owned))
        .collect()
}

/// How many sessions were paid of which the edge has not been told.
fn paid_sessions_untold(world: &World) -> Result<usize> {
    let report = world.stripe_report()?;
    let told = |session: &Value| {
        events(&report).any(|event| {
            event["object"] == session["id"]
                && event["kind"]
                    .as_str()
                    .is_some_and(|kind| kind.starts_with("checkout"))
                && was_taken(event)
        })
    };
    let sessions = report["sessions"].as_array().into_iter().flatten();
    Ok(sessions
        .filter(|session| session["payment_status"] == "paid" && !told(session))
        .count())
}
