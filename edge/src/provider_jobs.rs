//! Jobs for Stripe: refunds and forgotten customers, done right after the answer that caused them, else by cron.

use crate::{
    Edge,
    error::Failure,
    journal::{Entry, note},
    store::Job,
    stripe::{self, Trouble},
};

/// Stripe keeps a key for a day at least. An older job asks first whether it was done, in milliseconds.
const KEY_KEPT_MS: i64 = 20 * 60 * 60 * 1000;

/// Does the jobs whose turn it is and tells how many were done.
pub(crate) async fn do_waiting(edge: &Edge) -> Result<usize, Failure> {
    let mut done = 0;
    let now_ms = edge.platform.now_ms();
    for job in edge.store.jobs_to_try(now_ms).await? {
        match try_job(edge, &job, now_ms).await {
            Ok(()) => {}
            // Somebody paid it all back by hand, which is as good.
            Err(Trouble::Gone) => note(&Entry::Alert("there is nothing left to pay back")),
            Err(Trouble::Refused) => {
                note(&Entry::Alert("Stripe refuses a job"));
                continue;
            }
            Err(Trouble::Later) => continue,
        }
        edge.store.job_done(&job.id, now_ms).await?;
        done += 1;
    }
    Ok(done)
}

async fn try_job(edge: &Edge, job: &Job, now_ms: i64) -> Result<(), Trouble> {
    if let Some(customer) = &job.customer_id {
        return stripe::delete_customer(edge, customer).await;
    }
    // The table lets no refund in without both.
    let (Some(payment), Some(amount_minor)) = (&job.payment_id, job.amount_minor) else {
        return Err(Trouble::Refused);
    };
    let is_old = now_ms - job.created_at_ms > KEY_KEPT_MS;
    if is_old && stripe::is_refunded(edge, &job.id, payment).await? {
        return Ok(());
    }
    match stripe::refund(edge, (&job.id, &job.id), payment, amount_minor).await {
        Err(Trouble::Refused) => pay_back_what_is_left(edge, job, payment, amount_minor).await,
        outcome => outcome,
    }
}

/// Pays back less than was ordered, where somebody paid a part back by hand of which we had not heard yet. The parent then
/// has it all. Refused as before where something else is in the way, as the bank is in a dispute.
async fn pay_back_what_is_left(
    edge: &Edge,
    job: &Job,
    payment: &str,
    amount_minor: u32,
) -> Result<(), Trouble> {
    let left = stripe::left_of(edge, payment).await?;
    if left == 0 {
        return Err(Trouble::Gone);
    }
    if left >= amount_minor {
        return Err(Trouble::Refused);
    }
    // With the amount in the key: after an answer that was lost, either this is left again, or nothing.
    let key = format!("{}/rest/{left}", job.id);
    stripe::refund(edge, (&job.id, &key), payment, left).await
}
