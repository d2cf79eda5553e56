//! What the books, the calls and Stripe say in the end. Read only, and nothing is worked out here.

use std::{collections::BTreeMap, path::Path};

use anyhow::{Context, Result};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::Value;

use crate::database;

/// A row of the ledger.
#[derive(Debug, Clone, Deserialize)]
pub struct Row {
    pub wallet: String,
    pub kind: String,
    pub credits: i64,
    pub key: String,
    pub at_ms: i64,
}

impl Row {
    /// What stands behind the kind in the key: a session, a call, a payment with its step.
    pub fn about(&self) -> &str {
        self.key.split_once(':').map_or("", |(_, about)| about)
    }
}

/// A call of an account that is still there.
#[derive(Debug, Clone, Deserialize)]
pub struct Call {
    pub id: String,
    pub wallet: String,
    pub held: u64,
    pub connected_at_ms: Option<i64>,
    pub ended_at_ms: Option<i64>,
    pub seconds: Option<u64>,
    pub charged: Option<u64>,
    pub reason: Option<String>,
    pub used_allowance: u8,
    pub given_back: u64,
}

/// A wallet, with the balance that is on trial and the account, where that is still there.
#[derive(Debug, Clone, Deserialize)]
pub struct Wallet {
    pub id: String,
    pub balance: i64,
    pub email: Option<String>,
}

/// To which wallet a purchase belongs, and whether it was wished at once.
#[derive(Debug, Clone, Deserialize)]
pub struct Purchase {
    pub id: String,
    pub wallet: String,
    pub wish: u8,
}

/// A booking about a payment.
#[derive(Debug, Clone, Deserialize)]
pub struct Step {
    pub payment: String,
    pub step: u64,
    pub cause: String,
    pub amount_minor: i64,
}

/// An order for Stripe.
#[derive(Debug, Clone, Deserialize)]
pub struct Job {
    pub id: String,
    pub kind: String,
    pub is_done: u8,
    /// What it came to.
    pub outcome: Option<String>,
}

/// A payment page as Stripe knows it, with what became of its money.
#[derive(Debug, Clone, Default)]
pub struct Session {
    pub id: String,
    /// Our id of the purchase.
    pub purchase: String,
    pub pack: String,
    pub is_paid: bool,
    pub amount: u64,
    pub payment: String,
    /// Money that went back, in order: how much, and the order of ours that it was for, if it was.
    pub refunds: Vec<(u64, Option<String>)>,
    /// What the bank claims or has kept.
    pub disputed: u64,
    /// What the bank gave back to the payer for good.
    pub lost: u64,
}

impl Session {
    /// What went back in all.
    pub fn refunded(&self) -> u64 {
        self.refunds.iter().map(|(amount, _)| amount).sum()
    }
}

/// Everything.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    pub ledger: Vec<Row>,
    pub calls: Vec<Call>,
    pub wallets: Vec<Wallet>,
    pub purchases: Vec<Purchase>,
    pub steps: Vec<Step>,
    pub jobs: Vec<Job>,
    pub sessions: Vec<Session>,
}

impl Facts {
    /// Reads it all: the database in `state`, which nobody uses any more, and Stripe's report.
    pub fn read(state: &Path, report: &Value) -> Result<Self> {
        let mut tables = database::execute(
            state,
            "SELECT wallet_id AS wallet, kind, credits, idempotency_key AS key, created_at_ms AS at_ms
                FROM ledger ORDER BY number;
             SELECT id, wallet_id AS wallet, held_credits AS held, connected_at_ms, ended_at_ms, seconds,
                charged, reason, used_allowance, given_back FROM calls;
             SELECT wallets.id, credits AS balance, email FROM wallets
                LEFT JOIN account_wallets ON wallet_id = wallets.id LEFT JOIN accounts ON accounts.id = account_id;
             SELECT id, wallet_id AS wallet, express_wish IS NOT NULL AS wish FROM purchases;
             SELECT payment_id AS payment, step, cause, amount_minor FROM payment_steps ORDER BY payment_id, step;
             SELECT id, kind, done_at_ms IS NOT NULL AS is_done, outcome FROM provider_jobs",
        )?
        .into_iter();
        let mut next = || tables.next().context("a table is missing");
        Ok(Self {
            ledger: read(next()?)?,
            calls: read(next()?)?,
            wallets: read(next()?)?,
            purchases: read(next()?)?,
            steps: read(next()?)?,
            jobs: read(next()?)?,
            sessions: sessions(report)?,
        })
    }

    /// How much there was of everything, in words.
    pub fn summary(&self) -> String {
        let of_kind = |kind: &str| self.ledger.iter().filter(|row| row.kind == kind).count();
        format!(
            "{} wallets, {} movements: {} purchases, {} refunds, {} disputes, {} withdrawals, {} holds, {} charges, {} \
             gifts; {} orders to Stripe",
            self.wallets.len(),
            self.ledger.len(),
            of_kind("purchase"),
            of_kind("refund"),
            of_kind("dispute"),
            of_kind("withdrawal"),
            of_kind("hold"),
            of_kind("charge"),
            of_kind("gift"),
            self.jobs.len(),
        )
    }
}

fn read<T: DeserializeOwned>(rows: Vec<Value>) -> Result<Vec<T>> {
    let read = rows.into_iter().map(serde_json::from_value);
    Ok(read.collect::<Result<_, _>>()?)
}

fn sessions(report: &Value) -> Result<Vec<Session>> {
    let list = |name: &str| {
        report[name]
            .as_array()
            .context("Stripe's report lacks a list")
    };
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let number = |value: &Value| value.as_u64().unwrap_or_default();
    let mut refunds: BTreeMap<String, Vec<(u64, Option<String>)>> = BTreeMap::new();
    for refund in list("refunds")? {
        let job = refund["metadata"]["job"].as_str().map(str::to_owned);
        refunds
            .entry(text(&refund["payment_intent"]))
            .or_default()
            .push((number(&refund["amount"]), job));
    }
    let session = |found: &Value| {
        let (payment, dispute) = (text(&found["payment_intent"]), &found["dispute"]);
        let stands = dispute.is_object() && dispute["status"] != "won";
        Session {
            id: text(&found["id"]),
            purchase: text(&found["client_reference_id"]),
            pack: text(&found["metadata"]["pack"]),
            is_paid: found["payment_status"] == "paid",
            amount: number(&found["amount_total"]),
            refunds: refunds.get(&payment).cloned().unwrap_or_default(),
            disputed: if stands {
                number(&dispute["amount"])
            } else {
                0
            },
            lost: if dispute["status"] == "lost" {
                number(&dispute["amount"])
            } else {
                0
            },
            payment,
        }
    };
    Ok(list("sessions")?.iter().map(session).collect())
}
