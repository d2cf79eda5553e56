//! The history: purchases, gifts, calls and what went back, each with the balance after it.
//!
//! Holds and their releases cancel out and are left out, so the figures a parent reads add up to the balance. Money can
//! move without a whole credit and a call can cost nothing; both are told with no credits.

use domain::{
    id::{AccountId, CallId, PurchaseId},
    payment::Currency,
    wire::{History, HistoryEntry, HistoryKind},
};
use serde::Deserialize;

use super::{Store, failed, rows_of};
use crate::error::{Failure, Fault};

const WHAT: &str = "reading a history";
/// The most entries that are told, the newest.
const TOLD: usize = 500;

#[derive(Deserialize)]
struct Movement {
    number: i64,
    kind: String,
    credits: i64,
    idempotency_key: String,
    created_at_ms: i64,
}

#[derive(Deserialize)]
struct Step {
    payment_id: String,
    session_id: Option<String>,
    step: u32,
    cause: String,
    amount_minor: i64,
    at_ms: i64,
    purchase: PurchaseId,
    currency: Currency,
}

impl Step {
    /// The key of the ledger row that was booked with it, if one was.
    fn key(&self) -> String {
        match (self.cause.as_str(), &self.session_id) {
            ("purchase", Some(session)) => format!("purchase:{session}"),
            (cause, _) => format!("{cause}:{}:{}", self.payment_id, self.step),
        }
    }
}

#[derive(Deserialize)]
struct Call {
    id: CallId,
    child: Option<String>,
    ended_at_ms: i64,
    seconds: u32,
    charged: u32,
}

impl Store {
    /// Everything that moved the balance of an account, or its parent's money.
    pub(crate) async fn history(&self, account: &AccountId) -> Result<History, Failure> {
        #[derive(Deserialize)]
        struct Wallet {
            credits: i64,
            on_hold: u32,
        }
        let account = [account.as_str().into()];
        let statements = [
            "SELECT credits, COALESCE((SELECT held_credits FROM calls
                    WHERE calls.account_id = ?1 AND status <> 'settled'), 0) AS on_hold
             FROM account_wallets JOIN wallets ON wallets.id = wallet_id WHERE account_wallets.account_id = ?1",
            "SELECT number, kind, credits, idempotency_key, created_at_ms FROM ledger
                JOIN account_wallets USING (wallet_id)
             WHERE account_id = ?1 AND kind NOT IN ('hold', 'release') ORDER BY number",
            "SELECT payment_id, session_id, step, cause, amount_minor, at_ms, purchases.id AS purchase, currency
             FROM payment_steps JOIN purchases USING (payment_id) JOIN account_wallets USING (wallet_id)
             WHERE account_id = ?1 ORDER BY at_ms, step",
            "SELECT calls.id, children.name AS child, ended_at_ms, seconds, charged FROM calls
                LEFT JOIN children ON children.id = child_id
             WHERE calls.account_id = ?1 AND status = 'settled' ORDER BY ended_at_ms",
        ]
        .into_iter()
        .map(|sql| self.statement(sql, &account))
        .collect::<Result<Vec<_>, _>>()?;
        let results = self
            .batch(statements)
            .await
            .map_err(|error| failed(error, WHAT))?;
        let wallet = rows_of::<Wallet>(WHAT, &results, 0)?
            .into_iter()
            .next()
            .ok_or_else(|| Fault::new(WHAT, "no wallet"))?;
        Ok(History {
            balance: wallet.credits,
            on_hold: wallet.on_hold,
            entries: told(
                rows_of(WHAT, &results, 1)?,
                rows_of(WHAT, &results, 2)?,
                rows_of(WHAT, &results, 3)?,
            ),
        })
    }
}

/// The entries, newest first.
fn told(movements: Vec<Movement>, mut steps: Vec<Step>, mut calls: Vec<Call>) -> Vec<HistoryEntry> {
    // What is without a movement sorts after those of the same moment.
    let mut entries: Vec<(i64, HistoryEntry)> = Vec::new();
    for movement in movements {
        let mut entry = bare(kind(&movement.kind), movement.created_at_ms);
        entry.credits = movement.credits;
        let key = &movement.idempotency_key;
        if let Some(at) = steps.iter().position(|step| step.key() == *key) {
            entry.of_step(&steps.swap_remove(at));
        } else if let Some(at) = calls
            .iter()
            .position(|call| key.strip_prefix("charge:") == Some(call.id.as_str()))
        {
            entry.of_call(calls.swap_remove(at));
        }
        entries.push((movement.number, entry));
    }
    for step in steps {
        let mut entry = bare(kind(&step.cause), step.at_ms);
        entry.of_step(&step);
        entries.push((i64::MAX, entry));
    }
    for call in calls.into_iter().filter(|call| call.charged == 0) {
        let mut entry = bare(HistoryKind::Call, call.ended_at_ms);
        entry.of_call(call);
        entries.push((i64::MAX, entry));
    }
    entries.sort_by_key(|(number, entry)| (entry.at_ms, *number));
    let mut balance = 0;
    for (_, entry) in &mut entries {
        balance += entry.credits;
        entry.balance = balance;
    }
    let entries = entries.into_iter().map(|(_, entry)| entry);
    entries.rev().take(TOLD).collect()
}

fn kind(stored: &str) -> HistoryKind {
    match stored {
        "purchase" => HistoryKind::Purchase,
        "charge" => HistoryKind::Call,
        "refund" => HistoryKind::Refund,
        "dispute" => HistoryKind::Dispute,
        "withdrawal" => HistoryKind::Withdrawal,
        _ => HistoryKind::Gift,
    }
}

fn bare(kind: HistoryKind, at_ms: i64) -> HistoryEntry {
    HistoryEntry {
        kind,
        at_ms,
        credits: 0,
        balance: 0,
        amount_minor: None,
        currency: None,
        purchase: None,
        call: None,
        child: None,
        seconds: None,
    }
}

trait Filled {
    fn of_step(&mut self, step: &Step);
    fn of_call(&mut self, call: Call);
}

impl Filled for HistoryEntry {
    fn of_step(&mut self, step: &Step) {
        self.amount_minor = Some(step.amount_minor);
        self.currency = Some(step.currency);
        self.purchase = Some(step.purchase.clone());
    }

    fn of_call(&mut self, call: Call) {
        self.seconds = Some(call.seconds);
        self.child = call.child;
        self.call = Some(call.id);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn movement(number: i64, kind: &str, credits: i64, key: &str) -> Movement {
        Movement {
            number,
            kind: kind.into(),
            credits,
            idempotency_key: key.into(),
            created_at_ms: number * 10,
        }
    }

    fn step(step: u32, cause: &str, amount_minor: i64, at_ms: i64) -> Step {
        Step {
            payment_id: "pi_1".into(),
            session_id: Some("cs_1".into()),
            step,
            cause: cause.into(),
            amount_minor,
            at_ms,
            purchase: PurchaseId::from_random([1; 16]),
            currency: Currency::DKK,
        }
    }

    #[test]
    fn what_a_parent_reads_adds_up_and_names_its_money() {
        let call = |bits, charged, ended_at_ms| Call {
            id: CallId::from_random([bits; 16]),
            child: Some("Alma".into()),
            ended_at_ms,
            seconds: 61,
            charged,
        };
        let (long, free) = (call(7, 2, 30), call(8, 0, 35));
        let charge = format!("charge:{}", long.id);
        let entries = told(
            vec![
                movement(1, "gift", 5, "gift:welcome:w"),
                movement(2, "purchase", 10, "purchase:cs_1"),
                movement(3, "charge", -2, &charge),
                movement(4, "withdrawal", -10, "withdrawal:pi_1:2"),
            ],
            vec![
                step(1, "purchase", 4_900, 20),
                step(2, "withdrawal", -4_900, 40),
                step(3, "refund", -10, 50),
            ],
            vec![long, free],
        );
        let lines: Vec<_> = entries
            .iter()
            .rev()
            .map(|entry| (entry.kind, entry.credits, entry.balance, entry.amount_minor))
            .collect();
        assert_eq!(
            lines,
            [
                (HistoryKind::Gift, 5, 5, None),
                (HistoryKind::Purchase, 10, 15, Some(4_900)),
                (HistoryKind::Call, -2, 13, None),
                (HistoryKind::Call, 0, 13, None),
                (HistoryKind::Withdrawal, -10, 3, Some(-4_900)),
                (HistoryKind::Refund, 0, 3, Some(-10)),
            ]
        );
        assert_eq!(entries[3].child.as_deref(), Some("Alma"));
    }
}
