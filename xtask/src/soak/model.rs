//! What the books should say, worked out from what Stripe was paid and paid back, from the calls as they were, and from
//! what families were told; and where they say something else.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::atomic::{AtomicUsize, Ordering},
    time::Duration,
};

use super::{
    buying::PACKS,
    facts::{Facts, Purchase, Row, Session},
    family::{Account, Family},
    minutes,
    replay::{payment_of, replay},
    world::Counts,
};

/// Credits that every family is given once.
const WELCOME: i64 = 5;

/// Everything that is wrong.
#[derive(Debug, Default)]
pub struct Verdict {
    /// Paid, told or held, and nowhere in the books.
    pub lost: Vec<String>,
    /// In the books more than once.
    pub doubled: Vec<String>,
    /// Holds and withdrawals that went below zero.
    pub overdrawn: Vec<String>,
    /// Everything else that is not as it should be.
    pub mismatches: Vec<String>,
}

impl Verdict {
    /// Whether nothing is wrong.
    pub fn is_clean(&self) -> bool {
        self.lists().iter().all(|(_, list)| list.is_empty())
    }

    /// The last line that is printed.
    pub fn line(&self, seed: u64, counts: &Counts, took: Duration) -> String {
        let count = |counter: &AtomicUsize| counter.load(Ordering::Relaxed);
        format!(
            "{{\"bench\":\"money\",\"seed\":{seed},\"operations\":{},\"kills\":{},\"lost\":{},\"doubled\":{},\
             \"overdrawn\":{},\"model_mismatches\":{},\"seconds\":{}}}",
            count(&counts.operations),
            count(&counts.kills),
            self.lost.len(),
            self.doubled.len(),
            self.overdrawn.len(),
            self.mismatches.len(),
            took.as_secs()
        )
    }

    /// The findings under their names.
    pub fn lists(&self) -> [(&'static str, &Vec<String>); 4] {
        [
            ("lost", &self.lost),
            ("doubled", &self.doubled),
            ("overdrawn", &self.overdrawn),
            ("mismatch", &self.mismatches),
        ]
    }
}

/// The facts, each where it is looked for.
struct Trial<'a> {
    facts: &'a Facts,
    families: &'a [Family],
    by_key: BTreeMap<&'a str, Vec<&'a Row>>,
    sessions: BTreeMap<&'a str, &'a Session>,
    payments: BTreeMap<&'a str, &'a Session>,
    purchases: BTreeMap<&'a str, &'a Purchase>,
    verdict: Verdict,
}

/// Judges the books.
pub fn judge(facts: &Facts, families: &[Family]) -> Verdict {
    let mut by_key: BTreeMap<&str, Vec<&Row>> = BTreeMap::new();
    for row in &facts.ledger {
        by_key.entry(&row.key).or_default().push(row);
    }
    let paid = facts.sessions.iter().filter(|session| session.is_paid);
    let mut trial = Trial {
        facts,
        families,
        by_key,
        sessions: facts
            .sessions
            .iter()
            .map(|session| (session.id.as_str(), session))
            .collect(),
        payments: paid
            .map(|session| (session.payment.as_str(), session))
            .collect(),
        purchases: facts
            .purchases
            .iter()
            .map(|found| (found.id.as_str(), found))
            .collect(),
        verdict: Verdict::default(),
    };
    trial.purchases();
    trial.holds();
    trial.calls();
    trial.orders();
    trial.families();
    trial.balances();
    trial.verdict
}

fn credits_for(amount: u64) -> Option<(&'static str, i64)> {
    let pack = PACKS.iter().find(|(_, _, price)| *price == amount)?;
    Some((pack.0, i64::try_from(pack.1).ok()?))
}

impl Trial<'_> {
    fn mismatch(&mut self, text: String) {
        self.verdict.mismatches.push(text);
    }

    /// Every paid session brought its credits once, to its own wallet; nothing else did.
    fn purchases(&mut self) {
        for session in &self.facts.sessions {
            let key = format!("purchase:{}", session.id);
            let rows = self.by_key.get(key.as_str()).cloned().unwrap_or_default();
            match (session.is_paid, &rows[..]) {
                (true, []) => self.verdict.lost.push(format!("{key} was paid")),
                (true, [row]) => {
                    let wallet = self
                        .purchases
                        .get(session.purchase.as_str())
                        .map(|found| &found.wallet);
                    let credits = credits_for(session.amount);
                    if credits != Some((session.pack.as_str(), row.credits))
                        || wallet != Some(&row.wallet)
                    {
                        self.mismatch(format!("{key} brought {} to {}", row.credits, row.wallet));
                    }
                }
                (false, []) => {}
                (false, _) => self.mismatch(format!("{key} was never paid")),
                (true, more) => self
                    .verdict
                    .doubled
                    .push(format!("{key} was booked {} times", more.len())),
            }
        }
        let of_nothing = self
            .facts
            .ledger
            .iter()
            .filter(|row| row.kind == "purchase" && !self.sessions.contains_key(row.about()));
        let of_nothing: Vec<_> = of_nothing
            .map(|row| format!("{} is unknown to Stripe", row.key))
            .collect();
        self.verdict.mismatches.extend(of_nothing);
    }

    /// Every hold was freed once and in full, and charged once at most and no more than it was.
    fn holds(&mut self) {
        let kinds = ["hold", "release", "charge"];
        let about_calls = self
            .facts
            .ledger
            .iter()
            .filter(|row| kinds.contains(&row.kind.as_str()));
        let calls: BTreeSet<&str> = about_calls.map(Row::about).collect();
        for call in calls {
            let rows = |kind: &str| {
                self.by_key
                    .get(format!("{kind}:{call}").as_str())
                    .cloned()
                    .unwrap_or_default()
            };
            let (holds, releases, charges) = (rows("hold"), rows("release"), rows("charge"));
            for (kind, list) in [
                ("held", &holds),
                ("released", &releases),
                ("charged", &charges),
            ] {
                if list.len() > 1 {
                    self.verdict
                        .doubled
                        .push(format!("call {call} was {kind} {} times", list.len()));
                }
            }
            let sum = |rows: &[&Row]| rows.iter().map(|row| row.credits).sum::<i64>();
            if releases.is_empty() {
                self.verdict
                    .lost
                    .push(format!("the hold of call {call} was never released"));
            } else if holds.is_empty()
                || sum(&holds) + sum(&releases) != 0
                || -sum(&charges) > -sum(&holds)
            {
                self.mismatch(format!("call {call}: hold, release and charge don't fit"));
            }
        }
    }

    /// Every call costs what it may, and the ledger says the same.
    fn calls(&mut self) {
        let told: BTreeMap<&str, _> = self
            .families
            .iter()
            .flat_map(|family| &family.called)
            .map(|call| (call.id.as_str(), call))
            .collect();
        let mut of_wallet: BTreeMap<&str, Vec<_>> = BTreeMap::new();
        for call in &self.facts.calls {
            of_wallet.entry(&call.wallet).or_default().push(call);
            for fault in minutes::faults(call, told.get(call.id.as_str()).copied()) {
                self.verdict
                    .mismatches
                    .push(format!("call {}: {fault}", call.id));
            }
            let credits = |kind: &str| -> i64 {
                let rows = self.by_key.get(format!("{kind}:{}", call.id).as_str());
                rows.into_iter().flatten().map(|row| row.credits).sum()
            };
            let as_in_row = |figure: u64| -i64::try_from(figure).unwrap_or(i64::MAX);
            if credits("hold") != as_in_row(call.held)
                || credits("charge") != as_in_row(call.charged.unwrap_or(0))
            {
                self.verdict
                    .mismatches
                    .push(format!("call {}: the ledger says something else", call.id));
            }
        }
        for calls in of_wallet.values() {
            self.verdict
                .mismatches
                .extend(minutes::allowance_faults(calls));
        }
    }

    /// What withdrawals ordered back, Stripe paid back, once and to the øre. Where the bank has the money, Stripe refuses,
    /// and the order has to stand as undone.
    fn orders(&mut self) {
        let done: BTreeMap<&str, bool> = self
            .facts
            .jobs
            .iter()
            .map(|job| (job.id.as_str(), job.is_done == 1))
            .collect();
        for job in self.facts.jobs.iter().filter(|job| job.is_done == 0) {
            let payment = job.id.split('/').nth(1).unwrap_or_default();
            let disputed = self
                .payments
                .get(payment)
                .is_some_and(|session| session.was_disputed);
            if job.kind != "refund" || !disputed {
                self.verdict
                    .mismatches
                    .push(format!("order {} was never carried out", job.id));
            }
        }
        for step in self
            .facts
            .steps
            .iter()
            .filter(|step| step.cause == "withdrawal")
        {
            let job = format!("withdrawal/{}/{}", step.payment, step.step);
            let Some(session) = self.payments.get(step.payment.as_str()).copied() else {
                self.mismatch(format!("{job} is about no payment"));
                continue;
            };
            let refunds = session
                .refunds
                .iter()
                .filter(|(_, by)| by.as_deref() == Some(job.as_str()));
            let refunded: Vec<u64> = refunds.map(|(amount, _)| *amount).collect();
            let ordered = u64::try_from(-step.amount_minor).unwrap_or(0);
            // Where the operator paid back by hand before we had heard of it, less is left than was ordered.
            let is_all_back = session.refunded() == session.amount;
            match (done.get(job.as_str()), &refunded[..]) {
                (Some(true), [amount]) if *amount == ordered => {}
                (Some(true), [amount]) if *amount < ordered && is_all_back => {}
                (Some(true), []) if is_all_back => {}
                (Some(false), []) => {}
                (_, [_, _, ..]) => self
                    .verdict
                    .doubled
                    .push(format!("{job} was paid back {refunded:?}")),
                _ => self.mismatch(format!(
                    "{job} ordered {ordered}, Stripe paid back {refunded:?}"
                )),
            }
            if let Some(fault) = self.wrong_sum(session, &job, ordered, step.step) {
                self.mismatch(fault);
            }
        }
    }

    /// The money that withdrawals ordered back of a payment and that did go back.
    fn paid_back(&self, session: &Session) -> u64 {
        let orders = self.facts.steps.iter().filter(|step| {
            let job = format!("withdrawal/{}/{}", step.payment, step.step);
            step.cause == "withdrawal"
                && step.payment == session.payment
                && self
                    .facts
                    .jobs
                    .iter()
                    .any(|done| done.id == job && done.is_done == 1)
        });
        orders
            .map(|step| u64::try_from(-step.amount_minor).unwrap_or(0))
            .sum()
    }

    /// What is wrong with the money of a withdrawal: the share of the unused credits rounded up, or all, less what may have
    /// gone back before.
    fn wrong_sum(&self, session: &Session, job: &str, ordered: u64, step: u64) -> Option<String> {
        let purchase = self.purchases.get(session.purchase.as_str())?;
        let (_, credits) = credits_for(session.amount)?;
        let key = format!("withdrawal:{}:{step}", session.payment);
        let rows = self.by_key.get(key.as_str());
        let returned: i64 = rows.into_iter().flatten().map(|row| -row.credits).sum();
        let share = if purchase.wish == 1 {
            (session.amount * u64::try_from(returned).ok()?).div_ceil(u64::try_from(credits).ok()?)
        } else {
            session.amount
        };
        // Every amount that can have gone back before, in whichever order it was told.
        let mut before = BTreeSet::from([0]);
        for (amount, _) in &session.refunds {
            let sums: Vec<u64> = before.iter().map(|sum| sum + amount).collect();
            before.extend(sums);
        }
        let may_be = |sum: &u64| share.min(session.amount.saturating_sub(*sum)) == ordered;
        (!before.iter().any(may_be)).then(|| {
            format!(
                "{job} ordered {ordered} for {returned} credits of {}",
                session.amount
            )
        })
    }

    /// What families were told is so.
    fn families(&mut self) {
        let wallet_of: BTreeMap<&str, &str> = self
            .facts
            .wallets
            .iter()
            .filter_map(|wallet| Some((wallet.email.as_deref()?, wallet.id.as_str())))
            .collect();
        let known: BTreeSet<&str> = self
            .facts
            .calls
            .iter()
            .map(|call| call.id.as_str())
            .collect();
        let gone = self
            .families
            .iter()
            .filter(|family| family.is_gone())
            .count();
        let nameless = self
            .facts
            .wallets
            .iter()
            .filter(|wallet| wallet.email.is_none())
            .count();
        if nameless > gone {
            self.mismatch(format!(
                "{nameless} wallets without an account, and {gone} accounts were deleted"
            ));
        }
        for family in self.families {
            let wallet = wallet_of.get(family.email.as_str()).copied();
            match (family.account, wallet) {
                (Account::There, None) => self
                    .verdict
                    .lost
                    .push(format!("the account {}", family.email)),
                (Account::Gone, Some(_)) => {
                    self.mismatch(format!("{} was told to be gone", family.email))
                }
                _ => {}
            }
            for call in &family.called {
                let held = self
                    .by_key
                    .contains_key(format!("hold:{}", call.id).as_str());
                if !held || wallet.is_some() && !known.contains(call.id.as_str()) {
                    self.verdict
                        .lost
                        .push(format!("call {}, which the family was told of", call.id));
                }
            }
            for bought in &family.bought {
                let Some(purchase) = &bought.id else { continue };
                let found = self.purchases.get(purchase.as_str());
                if let (Some(found), Some(wallet)) = (found, wallet)
                    && (found.wallet != wallet || (found.wish == 1) != bought.wish)
                {
                    self.verdict
                        .mismatches
                        .push(format!("purchase {purchase} is not what was clicked on"));
                }
                let session = self
                    .payments
                    .values()
                    .find(|session| session.purchase == *purchase);
                let Some(session) = session else { continue };
                let steps =
                    self.facts.steps.iter().filter(|step| {
                        step.cause == "withdrawal" && step.payment == session.payment
                    });
                let ordered: Vec<i64> = steps.map(|step| -step.amount_minor).collect();
                let (sum, times) = (ordered.iter().sum::<i64>(), ordered.len());
                let told = bought
                    .withdrawn
                    .map_or(0, |told| i64::try_from(told.minor).unwrap_or(i64::MAX));
                if times > bought.withdrawals_asked {
                    self.verdict.doubled.push(format!(
                        "purchase {purchase} was withdrawn from {times} times"
                    ));
                }
                if sum < told {
                    self.verdict.lost.push(format!(
                        "purchase {purchase}: told that {told} goes back, {sum} was ordered"
                    ));
                }
            }
        }
    }

    /// Every balance is what the model says, and never went where it may not.
    fn balances(&mut self) {
        let mut rows_of: BTreeMap<&str, Vec<&Row>> = BTreeMap::new();
        for row in &self.facts.ledger {
            rows_of.entry(&row.wallet).or_default().push(row);
        }
        for wallet in &self.facts.wallets {
            let rows = rows_of.remove(wallet.id.as_str()).unwrap_or_default();
            let found = replay(&rows, |session| {
                self.sessions.get(session).map(|&found| found.clone())
            });
            self.verdict.overdrawn.extend(found.overdrawn);
            self.verdict.mismatches.extend(found.wrong);
            let expected = self.expected(&wallet.id, &rows);
            if expected != found.sum || found.sum != wallet.balance {
                self.mismatch(format!(
                    "wallet {}: the model says {expected}, the ledger {}, the balance {}",
                    wallet.id, found.sum, wallet.balance
                ));
            }
        }
        let strays: Vec<_> = rows_of
            .into_keys()
            .map(|wallet| format!("rows of no wallet {wallet}"))
            .collect();
        self.verdict.mismatches.extend(strays);
    }

    /// What a wallet should hold: gifts, what was paid for, less what went back and what calls cost.
    fn expected(&mut self, wallet: &str, rows: &[&Row]) -> i64 {
        let calls = self.facts.calls.iter().filter(|call| call.wallet == wallet);
        let (mut charged, mut given_back) = (0, 0);
        for call in calls {
            charged += i64::try_from(call.charged.unwrap_or(0)).unwrap_or(0);
            given_back += i64::try_from(call.given_back).unwrap_or(0);
        }
        let is_gone = self
            .facts
            .wallets
            .iter()
            .any(|found| found.id == wallet && found.email.is_none());
        if is_gone {
            // The calls went with the account. What they cost stands in rows that `holds` has judged, and at most one of
            // them was given back.
            let of_kind = |kind: &'static str| rows.iter().filter(move |row| row.kind == kind);
            charged = of_kind("charge").map(|row| -row.credits).sum();
            let gifts: Vec<i64> = of_kind("gift")
                .filter(|row| row.about().starts_with("complaint"))
                .map(|row| row.credits)
                .collect();
            given_back = gifts.first().copied().unwrap_or(0);
            if given_back > 0 && !of_kind("charge").any(|row| -row.credits == given_back) {
                self.mismatch(format!("wallet {wallet} was given back what no call cost"));
            }
        }
        let mut bought = 0;
        for session in self.payments.values() {
            let purchase = self.purchases.get(session.purchase.as_str());
            let Some((_, credits)) = credits_for(session.amount) else {
                continue;
            };
            if purchase.is_some_and(|purchase| purchase.wallet == wallet) {
                bought += credits - taken(session, credits, self.paid_back(session), rows);
            }
        }
        WELCOME + given_back + bought - charged
    }
}

/// The credits that went back of a payment: those withdrawn, which the replay has judged, then the share of what others
/// refunded beyond what withdrawals ordered back, then the share of what the bank claims or has kept, each rounded down, and
/// together never more than there were.
fn taken(session: &Session, credits: i64, ordered: u64, rows: &[&Row]) -> i64 {
    let share = |minor: u64| -> i64 {
        let part = minor.min(session.amount) * u64::try_from(credits).unwrap_or(0) / session.amount;
        i64::try_from(part).unwrap_or(0)
    };
    let withdrawals = rows
        .iter()
        .filter(|row| row.kind == "withdrawal" && payment_of(row) == session.payment);
    let withdrawn: i64 = withdrawals.map(|row| -row.credits).sum();
    let by_others = session.refunded().saturating_sub(ordered);
    let refunded = share(by_others).min(credits - withdrawn);
    let disputed = share(session.disputed).min(credits - withdrawn - refunded);
    withdrawn + refunded + disputed
}

#[cfg(test)]
mod tests;
