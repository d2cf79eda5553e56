//! What Stripe is still to be told: refunds and customers to delete. A job is written with its cause and tried until it is
//! done; its id is the key of every try.

use domain::id::AccountId;
use serde::Deserialize;
use worker::D1PreparedStatement;

use super::{RefundJob, Store};
use crate::error::{Failure, Fault};

/// The first wait after a failed try, in milliseconds; each further one is twice as long, up to half a day.
const FIRST_WAIT_MS: i64 = 60 * 1000;

/// A job whose turn it is.
#[derive(Deserialize)]
pub(crate) struct Job {
    /// Its id.
    pub(crate) id: String,
    /// The payment to refund.
    pub(crate) payment_id: Option<String>,
    /// How much of it.
    pub(crate) amount_minor: Option<u32>,
    /// The customer to delete.
    pub(crate) customer_id: Option<String>,
    /// Since when it waits.
    pub(crate) created_at_ms: i64,
}

/// What a job has come to.
#[derive(Debug, Clone, Copy)]
pub(crate) enum JobOutcome {
    /// Stripe has done it.
    Done,
    /// Somebody had paid it all back by hand, which is as good.
    NothingLeft,
    /// The bank gave the money back after a dispute, which is as good.
    ByTheBank,
    /// Stripe will not, and a part is owed still. Kept until somebody has seen to it.
    ByHand,
}

impl JobOutcome {
    fn as_str(self) -> &'static str {
        match self {
            JobOutcome::Done => "done",
            JobOutcome::NothingLeft => "nothing_left",
            JobOutcome::ByTheBank => "by_the_bank",
            JobOutcome::ByHand => "by_hand",
        }
    }
}

impl Store {
    /// The statement that orders money back, for a batch together with its cause. Ordered twice under one id it is one
    /// order: several notices may tell of the same payment.
    pub(super) fn refund_job(
        &self,
        job: &RefundJob,
        payment: &str,
        now_ms: i64,
    ) -> Result<D1PreparedStatement, Fault> {
        self.statement(
            "INSERT INTO provider_jobs (id, kind, payment_id, amount_minor, created_at_ms, next_try_at_ms)
             VALUES (?1, 'refund', ?2, ?3, ?4, ?4)
             ON CONFLICT (id) DO NOTHING",
            &[
                (&job.id).into(),
                payment.into(),
                job.amount_minor.into(),
                now_ms.into(),
            ],
        )
    }

    /// The statement that has Stripe forget an account's customer, where it has one.
    pub(super) fn forget_customer(
        &self,
        account: &AccountId,
        now_ms: i64,
    ) -> Result<D1PreparedStatement, Fault> {
        self.statement(
            "INSERT INTO provider_jobs (id, kind, customer_id, created_at_ms, next_try_at_ms)
             SELECT 'forget/' || lower(hex(randomblob(16))), 'delete_customer', customer_id, ?2, ?2
             FROM stripe_customers WHERE account_id = ?1",
            &[account.as_str().into(), now_ms.into()],
        )
    }

    /// Takes the jobs whose turn it is. Each is set back for its next try in the same statement, so that two who look at
    /// the same moment do not both do it.
    pub(crate) async fn jobs_to_try(&self, now_ms: i64) -> Result<Vec<Job>, Failure> {
        self.rows(
            "taking jobs",
            "UPDATE provider_jobs SET tries = tries + 1, next_try_at_ms = ?1 + (?2 << MIN(tries, 9))
             WHERE id IN (SELECT id FROM provider_jobs WHERE done_at_ms IS NULL AND next_try_at_ms <= ?1
                ORDER BY next_try_at_ms LIMIT 20)
             RETURNING id, payment_id, amount_minor, customer_id, created_at_ms",
            &[now_ms.into(), FIRST_WAIT_MS.into()],
        )
        .await
    }

    /// Closes a job and forgets whom it was about.
    pub(crate) async fn job_done(
        &self,
        job: &str,
        outcome: JobOutcome,
        now_ms: i64,
    ) -> Result<(), Failure> {
        self.write(
            "closing a job",
            "UPDATE provider_jobs SET done_at_ms = ?2, outcome = ?3, customer_id = NULL WHERE id = ?1",
            &[job.into(), now_ms.into(), outcome.as_str().into()],
        )
        .await
        .map(|_| ())
    }

    /// What the bank has kept of a payment for good, in the smallest unit.
    pub(crate) async fn lost_to_the_bank_minor(&self, payment: &str) -> Result<u32, Failure> {
        #[derive(Deserialize)]
        struct Row {
            minor: u32,
        }
        let row: Option<Row> = self
            .row(
                "asking what the bank has kept",
                "SELECT COALESCE(SUM(amount_minor), 0) AS minor FROM disputes
                 WHERE payment_id = ?1 AND status = 'lost'",
                &[payment.into()],
            )
            .await?;
        Ok(row.map_or(0, |row| row.minor))
    }
}
