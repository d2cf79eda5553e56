//! Payments: what is booked when money comes or goes, all of it in one batch or nothing.
//!
//! Whoever books has read a [`Standing`] before. Each booking takes the payment's next number, so that of two who
//! worked from the same standing one fails and looks anew. A notice's id is unique as well, so that a notice that comes
//! twice is done once.

use domain::{
    Language,
    consent::Method,
    credit::Movement,
    id::{AccountId, WalletId},
    wire::PurchaseStatus,
};
use serde::Deserialize;
use worker::D1PreparedStatement;

use super::{
    Booked, Booking, EventRow, Fact, RefundJob, Store, Value, Verdict, failed, purchases::COLUMNS,
    rows_of, verdict,
};
use crate::{
    error::{Failure, Fault, database_message},
    store::Purchase,
};

const WHAT: &str = "booking a payment";

/// What is known of a payment.
pub(crate) struct Standing {
    /// The number of the latest booking.
    pub(crate) step: u32,
    /// What was refunded in all.
    pub(crate) refunded_minor: u32,
    /// What disputes other than the one asked for claim, or have taken.
    pub(crate) others_disputed_minor: u32,
    /// The dispute asked for, where it was heard of.
    pub(crate) dispute: Option<Dispute>,
    /// The purchase, where it is ours and found.
    pub(crate) purchase: Option<Purchase>,
    /// Whose purchase it is, where the account is still there.
    pub(crate) owner: Option<Owner>,
}

/// A claim through the bank as it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Dispute {
    /// Not decided; the bank has the money meanwhile.
    Open,
    /// The money came back to us.
    Won,
    /// It did not.
    Lost,
}

impl Dispute {
    fn as_str(self) -> &'static str {
        match self {
            Dispute::Open => "open",
            Dispute::Won => "won",
            Dispute::Lost => "lost",
        }
    }
}

/// The account behind a wallet.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Owner {
    /// Which.
    pub(crate) account_id: AccountId,
    /// Where to write.
    pub(crate) email: String,
    /// In which language.
    pub(crate) language: Language,
}

/// By what a payment is found.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Sought<'a> {
    /// Stripe's id of the payment.
    pub(crate) payment: &'a str,
    /// Stripe's id of the payment page.
    pub(crate) session: &'a str,
    /// Our id of the purchase.
    pub(crate) purchase: &'a str,
    /// Stripe's id of a dispute about it.
    pub(crate) dispute: &'a str,
}

impl Store {
    /// What is known of a payment, all read at one moment.
    pub(crate) async fn standing(&self, sought: Sought<'_>) -> Result<Standing, Failure> {
        #[derive(Deserialize)]
        struct Facts {
            step: u32,
            refunded_minor: u32,
            others_disputed_minor: u32,
            dispute: Option<Dispute>,
        }
        #[derive(Deserialize)]
        struct Owned {
            #[serde(flatten)]
            purchase: Purchase,
            account_id: Option<AccountId>,
            email: Option<String>,
            language: Option<Language>,
        }
        let statements = vec![
            self.statement(
                "SELECT (SELECT COALESCE(MAX(step), 0) FROM payment_steps WHERE payment_id = ?1) AS step,
                    COALESCE((SELECT refunded_minor FROM refunds_heard WHERE payment_id = ?1), 0) AS refunded_minor,
                    (SELECT COALESCE(SUM(amount_minor), 0) FROM disputes
                        WHERE payment_id = ?1 AND id <> ?2 AND status <> 'won') AS others_disputed_minor,
                    (SELECT status FROM disputes WHERE id = ?2) AS dispute",
                &[sought.payment.into(), sought.dispute.into()],
            )?,
            self.statement(
                &format!(
                    "SELECT {COLUMNS}, account_id, email, language FROM purchases
                        LEFT JOIN account_wallets USING (wallet_id) LEFT JOIN accounts ON accounts.id = account_id
                     WHERE purchases.payment_id = ?1 OR session_id = ?2 OR purchases.id = ?3
                     ORDER BY purchases.payment_id IS ?1 DESC, session_id IS ?2 DESC LIMIT 1"
                ),
                &[
                    sought.payment.into(),
                    sought.session.into(),
                    sought.purchase.into(),
                ],
            )?,
        ];
        let results = self
            .batch(statements)
            .await
            .map_err(|error| failed(error, WHAT))?;
        let facts = rows_of::<Facts>(WHAT, &results, 0)?
            .into_iter()
            .next()
            .ok_or_else(|| Fault::new(WHAT, "no facts"))?;
        let owned = rows_of::<Owned>(WHAT, &results, 1)?.into_iter().next();
        let owner = owned.as_ref().and_then(|owned| {
            Some(Owner {
                account_id: owned.account_id.clone()?,
                email: owned.email.clone()?,
                language: owned.language?,
            })
        });
        Ok(Standing {
            step: facts.step,
            refunded_minor: facts.refunded_minor,
            others_disputed_minor: facts.others_disputed_minor,
            dispute: facts.dispute,
            purchase: owned.map(|owned| owned.purchase),
            owner,
        })
    }

    /// Notes that the money of a payment page is on its way, or will never come. What is paid stays paid.
    pub(crate) async fn note_page(
        &self,
        event: &EventRow<'_>,
        status: PurchaseStatus,
        now_ms: i64,
    ) -> Result<Booked, Failure> {
        let statements = vec![
            self.event(event, now_ms)?,
            self.statement(
                "UPDATE purchases SET status = ?2
                 WHERE session_id = ?1 AND (status = 'open' OR status = 'pending' AND ?2 <> 'pending')",
                &[event.session.into(), status.as_str().into()],
            )?,
        ];
        self.booked(statements).await
    }

    /// Keeps a notice that moves nothing, with the money that it has us send back, if any.
    pub(crate) async fn note_event(
        &self,
        event: &EventRow<'_>,
        job: Option<&RefundJob>,
        now_ms: i64,
    ) -> Result<Booked, Failure> {
        let mut statements = vec![self.event(event, now_ms)?];
        if let Some(job) = job {
            statements.push(self.refund_job(job, event.payment, now_ms)?);
        }
        self.booked(statements).await
    }

    /// Books, all or nothing.
    pub(crate) async fn book_payment(
        &self,
        booking: &Booking<'_>,
        now_ms: i64,
    ) -> Result<Booked, Failure> {
        let mut statements = Vec::new();
        if let Some(event) = &booking.event {
            statements.push(self.event(event, now_ms)?);
        }
        statements.push(self.statement(
            "INSERT INTO payment_steps (payment_id, step, cause, amount_minor, at_ms) VALUES (?1, ?2, ?3, ?4, ?5)",
            &[
                booking.payment.into(),
                booking.step.into(),
                booking.fact.cause().into(),
                booking.amount_minor.into(),
                now_ms.into(),
            ],
        )?);
        statements.extend(self.fact(booking, now_ms)?);
        if let Some(purchase) = booking.purchase {
            statements.extend(self.movements(booking, purchase, now_ms)?);
        }
        if let Some(owner) = booking.owner {
            // Fails where the account was deleted meanwhile, and the whole booking with it.
            statements.push(self.statement(
                "INSERT INTO consent_proofs (account_id, method, at_ms) VALUES (?1, ?2, ?3)
                 ON CONFLICT (account_id) DO NOTHING",
                &[
                    owner.as_str().into(),
                    Method::Payment.as_str().into(),
                    now_ms.into(),
                ],
            )?);
        }
        if let Some(job) = &booking.job {
            statements.push(self.refund_job(job, booking.payment, now_ms)?);
        }
        if let Some(letter) = &booking.letter {
            statements.push(self.post(letter, now_ms)?);
        }
        self.booked(statements).await
    }

    fn fact(
        &self,
        booking: &Booking<'_>,
        now_ms: i64,
    ) -> Result<Option<D1PreparedStatement>, Fault> {
        let payment: Value<'_> = booking.payment.into();
        let statement = match &booking.fact {
            Fact::Paid { purchase, session } => self.statement(
                "UPDATE purchases SET status = 'paid', session_id = ?2, payment_id = ?3, paid_at_ms = ?4 WHERE id = ?1",
                &[
                    purchase.as_str().into(),
                    (*session).into(),
                    payment,
                    now_ms.into(),
                ],
            )?,
            Fact::Refunded(minor) => self.statement(
                "INSERT INTO refunds_heard (payment_id, refunded_minor) VALUES (?1, ?2)
                 ON CONFLICT (payment_id) DO UPDATE SET refunded_minor = MAX(refunded_minor, excluded.refunded_minor)",
                &[payment, (*minor).into()],
            )?,
            Fact::Disputed {
                dispute,
                amount_minor,
                now,
            } => self.statement(
                "INSERT INTO disputes (id, payment_id, amount_minor, status) VALUES (?2, ?1, ?3, ?4)
                 ON CONFLICT (id) DO UPDATE SET amount_minor = excluded.amount_minor, status = excluded.status",
                &[
                    payment,
                    (*dispute).into(),
                    (*amount_minor).into(),
                    now.as_str().into(),
                ],
            )?,
            Fact::Withdrawn => return Ok(None),
        };
        Ok(Some(statement))
    }

    /// The ledger rows of a booking, and the figures of the purchase that go with them.
    fn movements(
        &self,
        booking: &Booking<'_>,
        purchase: &Purchase,
        now_ms: i64,
    ) -> Result<Vec<D1PreparedStatement>, Fault> {
        let (change, wallet) = (booking.change, &purchase.wallet_id);
        let mut statements = Vec::new();
        if let Fact::Paid { session, .. } = booking.fact {
            let bought = Movement::purchase(session, purchase.credits);
            statements.push(self.book(wallet, &bought, now_ms)?);
            statements.push(self.lot(wallet, &bought, purchase, now_ms)?);
        }
        let (payment, step) = (booking.payment, booking.step);
        for movement in [
            Movement::refund(payment, step, change.refund),
            Movement::dispute(payment, step, change.dispute),
            Movement::withdrawal(payment, step, change.withdrawn),
        ] {
            if movement.credits != 0 {
                statements.push(self.book(wallet, &movement, now_ms)?);
            }
        }
        statements.push(self.statement(
            "UPDATE purchases SET refund_booked = refund_booked + ?2, dispute_booked = dispute_booked + ?3,
                withdrawn = withdrawn + ?4, own_refunds_minor = own_refunds_minor + ?5,
                withdrawn_at_ms = CASE WHEN ?5 > 0 THEN ?6 ELSE withdrawn_at_ms END
             WHERE id = ?1",
            &[
                purchase.id.as_str().into(),
                change.refund.into(),
                change.dispute.into(),
                change.withdrawn.into(),
                change.own_refund_minor.into(),
                now_ms.into(),
            ],
        )?);
        Ok(statements)
    }

    fn lot(
        &self,
        wallet: &WalletId,
        bought: &Movement,
        purchase: &Purchase,
        now_ms: i64,
    ) -> Result<D1PreparedStatement, Fault> {
        self.statement(
            "INSERT INTO lots (ledger_key, wallet_id, credits, price_minor, currency, created_at_ms)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            &[
                (&bought.key).into(),
                wallet.as_str().into(),
                purchase.credits.into(),
                purchase.price_minor.into(),
                purchase.currency.code().into(),
                now_ms.into(),
            ],
        )
    }

    fn event(&self, event: &EventRow<'_>, now_ms: i64) -> Result<D1PreparedStatement, Fault> {
        self.statement(
            "INSERT INTO stripe_events (id, kind, session_id, payment_id, amount_minor, at_ms)
             VALUES (?1, ?2, NULLIF(?3, ''), NULLIF(?4, ''), NULLIF(?5, 0), ?6)",
            &[
                event.id.into(),
                event.kind.into(),
                event.session.into(),
                event.payment.into(),
                event.amount_minor.into(),
                now_ms.into(),
            ],
        )
    }

    async fn booked(&self, statements: Vec<D1PreparedStatement>) -> Result<Booked, Failure> {
        match self.batch(statements).await {
            Ok(_) => Ok(Booked::Now),
            Err(error) => match database_message(&error).as_deref().and_then(verdict) {
                Some(Verdict::AlreadyDone) => Ok(Booked::Before),
                Some(Verdict::Overtaken) => Ok(Booked::Overtaken),
                _ => Err(failed(error, WHAT)),
            },
        }
    }
}
