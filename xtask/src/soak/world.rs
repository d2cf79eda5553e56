//! The stack under test, and who may ask it when. While the runtime is down nobody asks; what was under way when it was
//! killed is cut off, and whoever asked never learns what became of it.

use std::{
    collections::BTreeSet,
    sync::{
        Condvar, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use crate::{
    build::Built,
    http::{Answer, Browser},
    stack::{Place, Stack},
};

/// The pauses between Stripe's tries; together longer than the runtime ever takes to start again.
const RETRIES_MS: [u64; 8] = [100, 200, 400, 800, 1_500, 3_000, 5_000, 8_000];

/// What has been done so far.
#[derive(Debug, Default)]
pub struct Counts {
    /// Operations of the script.
    pub operations: AtomicUsize,
    /// Requests to the edge.
    pub requests: AtomicUsize,
    /// Requests that were never answered.
    pub cut: AtomicUsize,
    /// Times that the runtime was killed.
    pub kills: AtomicUsize,
    /// Accounts whose deletion was asked for.
    pub deletions: AtomicUsize,
}

/// The world that families live in.
pub struct World {
    /// Where the stack is.
    pub place: Place,
    is_up: Mutex<bool>,
    changed: Condvar,
    given_up: AtomicBool,
    counts: Counts,
    /// Payment pages that are open, to be closed when their time is over.
    open_pages: Mutex<BTreeSet<String>>,
    /// Events that wait at Stripe until they are let go; those of the second kind never are before the end.
    held: Mutex<Vec<String>>,
    /// Time is moved by one hand at a time.
    moving: Mutex<()>,
    /// What was seen to be wrong meanwhile.
    complaints: Mutex<Vec<String>>,
}

/// A lock that is taken whatever became of the last who held it.
pub fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl World {
    /// The world round a stack that runs.
    pub fn new(place: Place) -> Self {
        Self {
            place,
            is_up: Mutex::new(true),
            changed: Condvar::new(),
            given_up: AtomicBool::new(false),
            counts: Counts::default(),
            open_pages: Mutex::default(),
            held: Mutex::default(),
            moving: Mutex::default(),
            complaints: Mutex::default(),
        }
    }

    /// What has been done so far.
    pub fn counts(&self) -> &Counts {
        &self.counts
    }

    /// Has Stripe try for as long as a restart takes, and tell of what nobody acts on or leave that out.
    pub fn set_up_stripe(&self, noise: bool) -> Result<()> {
        let endpoint = json!({"retries_ms": RETRIES_MS, "noise": noise});
        self.stand_in("POST", "/stripe/endpoint", &endpoint)
            .map(drop)
    }

    /// Asks the edge as soon as it is up; `None` where the answer was cut off.
    pub fn ask(
        &self,
        browser: &mut Browser,
        method: &str,
        path: &str,
        body: Option<&Value>,
    ) -> Option<Answer> {
        let mut is_up = lock(&self.is_up);
        while !*is_up && !self.given_up.load(Ordering::Relaxed) {
            is_up = self
                .changed
                .wait(is_up)
                .unwrap_or_else(PoisonError::into_inner);
        }
        drop(is_up);
        self.counts.requests.fetch_add(1, Ordering::Relaxed);
        let answer = browser.ask(method, path, body);
        if answer.is_err() {
            self.counts.cut.fetch_add(1, Ordering::Relaxed);
        }
        // A runtime that is being killed may still answer something that is not ours.
        answer.ok().filter(|answer| {
            answer.status != 502 && answer.status != 503 || answer.body["code"].is_string()
        })
    }

    /// Kills the runtime in the middle of whatever is asked of it, and starts it again on the same state.
    pub fn kill_and_restart(&self, stack: &mut Stack, built: &Built) -> Result<()> {
        stack.kill_edge();
        *lock(&self.is_up) = false;
        self.counts.kills.fetch_add(1, Ordering::Relaxed);
        stack.restart_edge(&self.place, built)?;
        let since = Instant::now();
        let is_well = || {
            let health = Browser::on(self.place.port).get("/api/health");
            health.is_ok_and(|answer| answer.status == 204)
        };
        while !is_well() {
            ensure!(
                since.elapsed() < Duration::from_secs(60),
                "the runtime does not come back"
            );
            std::thread::sleep(Duration::from_millis(50));
        }
        *lock(&self.is_up) = true;
        self.changed.notify_all();
        Ok(())
    }

    /// Lets nobody wait any longer: it is over.
    pub fn give_up(&self) {
        self.given_up.store(true, Ordering::Relaxed);
        self.changed.notify_all();
    }

    /// Whether it is over.
    pub fn is_given_up(&self) -> bool {
        self.given_up.load(Ordering::Relaxed)
    }

    /// Asks the stand-in, which is never killed. Nothing is sent where the body is null: what is sent and not read may have
    /// the connection reset before the answer is through.
    pub fn stand_in(&self, method: &str, path: &str, body: &Value) -> Result<Answer> {
        let port = self.place.stand_in_port.context("no stand-in")?;
        Browser::on(port).ask(method, path, Some(body).filter(|body| !body.is_null()))
    }

    /// Does at Stripe what a payer, a bank or the operator would do; the ids of the events that tell of it, or `None`
    /// where Stripe would not. `rule` says how they travel.
    pub fn at_stripe(
        &self,
        session: &str,
        action: &str,
        amount: Option<u64>,
        rule: &Value,
    ) -> Option<Vec<String>> {
        let mut body = json!({ "rule": rule });
        if let Some(amount) = amount {
            body["amount"] = amount.into();
        }
        let path = format!("/stripe/sessions/{session}/{action}");
        let answer = self.stand_in("POST", &path, &body).ok()?;
        let events: Vec<String> = serde_json::from_value(answer.body["events"].clone()).ok()?;
        if rule["hold"] == true && rule["spoil"].is_null() {
            lock(&self.held).extend(events.iter().cloned());
        }
        (answer.status == 200).then_some(events)
    }

    /// Something was seen to be wrong.
    pub fn complain(&self, about: &str) {
        lock(&self.complaints).push(about.to_owned());
    }

    /// What was seen to be wrong.
    pub fn take_complaints(&self) -> Vec<String> {
        std::mem::take(&mut lock(&self.complaints))
    }

    /// Everything that Stripe knows.
    pub fn stripe_report(&self) -> Result<Value> {
        Ok(self.stand_in("GET", "/stripe/report", &Value::Null)?.body)
    }

    /// Takes up to so many events that wait at Stripe, to be let go.
    pub fn take_held(&self, many: usize, dice: &mut fastrand::Rng) -> Vec<String> {
        let mut held = lock(&self.held);
        dice.shuffle(&mut held);
        let kept = held.len().saturating_sub(many);
        held.split_off(kept)
    }

    /// A payment page is open.
    pub fn page_opened(&self, session: &str) {
        lock(&self.open_pages).insert(session.to_owned());
    }

    /// It is open no more.
    pub fn page_closed(&self, session: &str) {
        lock(&self.open_pages).remove(session);
    }

    /// Moves the edge's time forward. As in life, cron goes round meanwhile, and payment pages are closed when their time
    /// is over.
    pub fn move_time(&self, by_ms: u64) {
        const STEP_MS: u64 = 8 * 60 * 60 * 1000;
        const PAGE_MS: u64 = 40 * 60 * 1000;
        let _alone = lock(&self.moving);
        let mut left = by_ms;
        while left > 0 && !self.is_given_up() {
            let step = left.min(STEP_MS);
            left -= step;
            if step > PAGE_MS {
                for session in std::mem::take(&mut *lock(&self.open_pages)) {
                    self.at_stripe(&session, "expire", None, &Value::Null);
                }
                self.cron();
            }
            self.ask(
                &mut Browser::on(self.place.port),
                "POST",
                "/api/test/clock",
                Some(&json!({ "forward_ms": step })),
            );
        }
    }

    /// Lets cron go round once.
    pub fn cron(&self) -> bool {
        let path = "/cdn-cgi/handler/scheduled?cron=*/5+*+*+*+*";
        let round = self.ask(&mut Browser::on(self.place.port), "GET", path, None);
        round.is_some_and(|round| round.status == 200)
    }
}
