//! Money on the wire: packs, purchases, the withdrawal, the history. Amounts of money are whole numbers of the
//! currency's smallest unit (øre).

use serde::{Deserialize, Serialize};

use crate::{
    id::{CallId, ClickId, PurchaseId},
    payment::Currency,
};

/// Something to buy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackView {
    /// Its name, to buy it by.
    pub id: String,
    /// How many credits it brings.
    pub credits: u32,
    /// What it costs, tax included.
    pub price_minor: u32,
    /// The tax within the price.
    pub vat_minor: u32,
    /// In which currency.
    pub currency: Currency,
}

impl PackView {
    /// What one of its credits costs, rounded up.
    pub fn credit_minor(&self) -> u32 {
        self.price_minor.div_ceil(self.credits.max(1))
    }
}

/// Opens a payment page.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StartPurchase {
    /// Which pack.
    pub pack: String,
    /// Whether the parent ticked that the service is to begin at once.
    pub express_wish: bool,
    /// The version of the sentence beside that tick.
    pub wish_version: String,
    /// This click; asked again with the same one, nothing is bought twice.
    pub click: ClickId,
}

/// A payment page that is open.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PurchaseStarted {
    /// The purchase.
    pub purchase: PurchaseId,
    /// Stripe's page, to go to.
    pub url: String,
}

/// How a purchase stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PurchaseStatus {
    /// The payment page is open.
    Open,
    /// The parent is through with the page; the money is on its way.
    Pending,
    /// Paid, and the credits are there.
    Paid,
    /// The money never came.
    Failed,
    /// The payment page was left and its time is over.
    Expired,
}

impl PurchaseStatus {
    /// The name under which the store keeps it.
    pub fn as_str(self) -> &'static str {
        match self {
            PurchaseStatus::Open => "open",
            PurchaseStatus::Pending => "pending",
            PurchaseStatus::Paid => "paid",
            PurchaseStatus::Failed => "failed",
            PurchaseStatus::Expired => "expired",
        }
    }
}

/// A purchase as its parent sees it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PurchaseView {
    /// Which.
    pub id: PurchaseId,
    /// How it stands.
    pub status: PurchaseStatus,
    /// How many credits it brings.
    pub credits: u32,
    /// What it costs.
    pub price_minor: u32,
    /// In which currency.
    pub currency: Currency,
    /// When it was paid.
    pub paid_at_ms: Option<i64>,
}

/// What withdrawing from a purchase would return now.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct WithdrawalOffer {
    /// The purchase.
    pub purchase: PurchaseId,
    /// When it was paid.
    pub paid_at_ms: i64,
    /// How many credits it brought.
    pub credits: u32,
    /// What it cost.
    pub price_minor: u32,
    /// In which currency.
    pub currency: Currency,
    /// Until when one may withdraw.
    pub until_ms: i64,
    /// Whether the service was to begin at once, so that used minutes are paid for.
    pub express_wish: bool,
    /// Credits that would leave the balance.
    pub returned_credits: u32,
    /// Money that would go back.
    pub refund_minor: u32,
}

/// What a parent has withdrawn from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WithdrawalDone {
    /// The purchase.
    pub purchase: PurchaseId,
    /// Credits that left the balance.
    pub returned_credits: u32,
    /// Money that goes back.
    pub refund_minor: u32,
    /// In which currency.
    pub currency: Currency,
    /// When.
    pub at_ms: i64,
}

/// A call that was given back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComplaintHeard {
    /// Credits that came back.
    pub credits: u32,
    /// Credits that can be spent now.
    pub balance: i64,
}

/// Everything that moved the balance.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct History {
    /// Credits that can be spent now.
    pub balance: i64,
    /// Credits that a call going on has on hold; they are in no entry yet.
    pub on_hold: u32,
    /// What happened, newest first.
    pub entries: Vec<HistoryEntry>,
}

/// What an entry is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HistoryKind {
    /// Bought.
    Purchase,
    /// Given by the house.
    Gift,
    /// A call; one that cost nothing too.
    Call,
    /// Paid back by Stripe.
    Refund,
    /// Claimed back through the bank, or given back when we won.
    Dispute,
    /// Withdrawn from.
    Withdrawal,
}

/// Something that happened to the balance or to the money.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct HistoryEntry {
    /// What.
    pub kind: HistoryKind,
    /// When.
    pub at_ms: i64,
    /// What it added to the balance.
    pub credits: i64,
    /// The balance after it, as if nothing were on hold.
    pub balance: i64,
    /// What the parent paid, or below zero what went back.
    pub amount_minor: Option<i64>,
    /// In which currency.
    pub currency: Option<Currency>,
    /// The purchase, which has a receipt.
    pub purchase: Option<PurchaseId>,
    /// The call.
    pub call: Option<CallId>,
    /// Whose call it was, where the profile is still there.
    pub child: Option<String>,
    /// How long the call was, in seconds.
    pub seconds: Option<u32>,
}
