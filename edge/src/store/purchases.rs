//! Purchases: from the click to the payment page. What is booked when money comes or goes stands in `payments`.

use domain::{
    Language,
    id::{AccountId, ClickId, PurchaseId, WalletId},
    payment::{Claims, Currency, Pack},
    wire::{Code, PurchaseStatus, PurchaseView},
};
use serde::Deserialize;

use super::{Store, calls::DAY_MS};
use crate::error::Failure;

/// How many purchases an account may begin within an hour.
const CLICKS_AN_HOUR: i64 = 20;
const HOUR_MS: i64 = 60 * 60 * 1000;
/// How long Stripe is asked about a purchase of which it has told nothing, in milliseconds.
const ASKED_FOR_MS: i64 = 4 * DAY_MS;
/// How long Stripe has to tell by itself, in milliseconds.
const PATIENCE_MS: i64 = 10 * 60 * 1000;

/// The columns of [`Purchase`].
pub(super) const COLUMNS: &str = "purchases.id, purchases.wallet_id, pack, purchases.credits, purchases.price_minor,
    purchases.currency, vat_percent, express_wish, purchases.status, session_id, purchases.payment_id,
    purchases.created_at_ms, paid_at_ms, withdrawn, refund_booked, dispute_booked, own_refunds_minor, withdrawn_at_ms";

/// A purchase as it stands.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Purchase {
    /// Its id.
    pub(crate) id: PurchaseId,
    /// Where its credits go.
    pub(crate) wallet_id: WalletId,
    /// What was bought.
    pub(crate) pack: String,
    /// How many credits it brings.
    pub(crate) credits: u32,
    /// What it costs, in the smallest unit.
    pub(crate) price_minor: u32,
    /// In which currency.
    pub(crate) currency: Currency,
    /// The rate of the tax within the price.
    pub(crate) vat_percent: u32,
    /// The version of the express wish, where one was made.
    pub(crate) express_wish: Option<String>,
    /// How it stands.
    pub(crate) status: PurchaseStatus,
    /// Stripe's id of the payment page.
    pub(crate) session_id: Option<String>,
    /// Stripe's id of the payment.
    pub(crate) payment_id: Option<String>,
    /// When it was clicked.
    pub(crate) created_at_ms: i64,
    /// When it was paid.
    pub(crate) paid_at_ms: Option<i64>,
    /// Credits that a withdrawal took.
    pub(crate) withdrawn: u32,
    /// Credits that refunds took.
    pub(crate) refund_booked: u32,
    /// Credits that disputes took.
    pub(crate) dispute_booked: u32,
    /// Money that we ordered back.
    pub(crate) own_refunds_minor: u32,
    /// When it was withdrawn from, last.
    pub(crate) withdrawn_at_ms: Option<i64>,
}

impl Purchase {
    /// All that is claimed of it, where so much was refunded and is disputed.
    pub(crate) fn claims(&self, refunded_minor: u32, disputed_minor: u32) -> Claims {
        Claims {
            price_minor: self.price_minor,
            credits: self.credits,
            refunded_minor,
            own_refunds_minor: self.own_refunds_minor,
            disputed_minor,
            withdrawn: self.withdrawn,
            refund_booked: self.refund_booked,
            dispute_booked: self.dispute_booked,
        }
    }

    /// It as its parent sees it.
    pub(crate) fn view(self) -> PurchaseView {
        PurchaseView {
            id: self.id,
            status: self.status,
            credits: self.credits,
            price_minor: self.price_minor,
            currency: self.currency,
            paid_at_ms: self.paid_at_ms,
        }
    }
}

/// Who buys.
#[derive(Deserialize)]
pub(crate) struct Buyer {
    /// Where Stripe sends its receipt.
    pub(crate) email: String,
    /// The language of the payment page.
    pub(crate) language: Language,
    /// Stripe's customer, where there is one.
    pub(crate) customer_id: Option<String>,
}

/// A purchase to begin.
pub(crate) struct NewPurchase<'a> {
    /// Its id.
    pub(crate) id: &'a PurchaseId,
    /// The click.
    pub(crate) click: &'a ClickId,
    /// What is bought.
    pub(crate) pack: &'a Pack,
    /// The rate of the tax within the price.
    pub(crate) vat_percent: u32,
    /// The version of the express wish, where one was made.
    pub(crate) express_wish: Option<&'a str>,
}

impl Store {
    /// Who buys for this account; `None` where it is gone.
    pub(crate) async fn buyer(&self, account: &AccountId) -> Result<Option<Buyer>, Failure> {
        self.row(
            "reading who buys",
            "SELECT email, language, customer_id FROM accounts
                LEFT JOIN stripe_customers ON stripe_customers.account_id = accounts.id
             WHERE accounts.id = ?1",
            &[account.as_str().into()],
        )
        .await
    }

    /// Keeps Stripe's customer of an account that is still there; the first one stays.
    pub(crate) async fn keep_customer(
        &self,
        account: &AccountId,
        customer: &str,
    ) -> Result<(), Failure> {
        self.write(
            "keeping a customer",
            "INSERT INTO stripe_customers (account_id, customer_id) SELECT id, ?2 FROM accounts WHERE id = ?1
             ON CONFLICT (account_id) DO NOTHING",
            &[account.as_str().into(), customer.into()],
        )
        .await
        .map(|_| ())
    }

    /// Begins a purchase, or finds the one that this click began before.
    pub(crate) async fn begin_purchase(
        &self,
        account: &AccountId,
        new: &NewPurchase<'_>,
        now_ms: i64,
    ) -> Result<Purchase, Failure> {
        self.write(
            "beginning a purchase",
            "INSERT INTO purchases (id, wallet_id, click_key, pack, credits, price_minor, currency, vat_percent,
                express_wish, created_at_ms)
             SELECT ?2, wallet_id, ?3, ?4, ?5, ?6, ?7, ?8, NULLIF(?9, ''), ?10 FROM account_wallets
             WHERE account_id = ?1 AND (
                SELECT COUNT(*) FROM purchases
                WHERE purchases.wallet_id = account_wallets.wallet_id AND created_at_ms > ?11) < ?12
             ON CONFLICT (wallet_id, click_key) DO NOTHING",
            &[
                account.as_str().into(),
                new.id.as_str().into(),
                new.click.as_str().into(),
                (&new.pack.id).into(),
                new.pack.credits.into(),
                new.pack.price_minor.into(),
                new.pack.currency.code().into(),
                new.vat_percent.into(),
                new.express_wish.unwrap_or_default().into(),
                now_ms.into(),
                (now_ms - HOUR_MS).into(),
                CLICKS_AN_HOUR.into(),
            ],
        )
        .await?;
        self.row(
            "finding a click's purchase",
            &format!(
                "SELECT {COLUMNS} FROM purchases JOIN account_wallets USING (wallet_id)
                 WHERE account_id = ?1 AND click_key = ?2"
            ),
            &[account.as_str().into(), new.click.as_str().into()],
        )
        .await?
        .ok_or(Code::TooManyTries.into())
    }

    /// A purchase of this account.
    pub(crate) async fn purchase_of(
        &self,
        account: &AccountId,
        purchase: &PurchaseId,
    ) -> Result<Purchase, Failure> {
        self.row(
            "reading a purchase",
            &format!(
                "SELECT {COLUMNS} FROM purchases JOIN account_wallets USING (wallet_id)
                 WHERE account_id = ?1 AND purchases.id = ?2"
            ),
            &[account.as_str().into(), purchase.as_str().into()],
        )
        .await?
        .ok_or(Code::NotFound.into())
    }

    /// Notes the payment page of a purchase; the first one stays.
    pub(crate) async fn note_session(
        &self,
        purchase: &PurchaseId,
        session: &str,
    ) -> Result<(), Failure> {
        self.write(
            "noting a payment page",
            "UPDATE purchases SET session_id = ?2 WHERE id = ?1 AND session_id IS NULL",
            &[purchase.as_str().into(), session.into()],
        )
        .await
        .map(|_| ())
    }

    /// Takes the purchases of which Stripe should have told by now, those first that were not asked about for longest.
    pub(crate) async fn purchases_to_ask_about(
        &self,
        now_ms: i64,
    ) -> Result<Vec<Purchase>, Failure> {
        self.rows(
            "looking for purchases to ask about",
            &format!(
                "UPDATE purchases SET asked_at_ms = ?1 WHERE id IN (
                    SELECT id FROM purchases
                    WHERE status IN ('open', 'pending') AND created_at_ms BETWEEN ?2 AND ?3
                    ORDER BY asked_at_ms, created_at_ms LIMIT 20)
                 RETURNING {}",
                COLUMNS.replace("purchases.", "")
            ),
            &[
                now_ms.into(),
                (now_ms - ASKED_FOR_MS).into(),
                (now_ms - PATIENCE_MS).into(),
            ],
        )
        .await
    }

    /// Gives up a purchase of which Stripe knows nothing at all.
    pub(crate) async fn give_purchase_up(&self, purchase: &PurchaseId) -> Result<(), Failure> {
        self.write(
            "giving a purchase up",
            "UPDATE purchases SET status = 'expired' WHERE id = ?1 AND status = 'open' AND session_id IS NULL",
            &[purchase.as_str().into()],
        )
        .await
        .map(|_| ())
    }
}
