//! What the books should say, worked out from what Stripe was paid and paid back, from the calls as they were, and from
//! what families were told; and where they say something else.

mod calls;
mod orders;
#[cfg(test)]
mod tests;
mod told;

use std::{
    collections::BTreeMap,
    sync::atomic::{AtomicUsize, Ordering},
    time::Duration,
};

use super::{
    buying::PACKS,
    facts::{Facts, Purchase, Row, Session},
    family::Family,
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
