//! Jobs for Stripe: refunds and forgotten customers, done right after the answer that caused them, else by cron.

use crate::{
    Edge,
    error::Failure,
    journal::{Entry, note},
    store::{Job, JobOutcome},
    stripe::{self, Trouble},
};

/// For how long a key is used, in milliseconds. Stripe keeps one for a day at least, and under it every answer, its own
/// errors too: a job that is older asks first whether it was done, then goes on under a new key.
const KEY_USED_MS: i64 = 20 * 60 * 60 * 1000;

/// Does the jobs whose turn it is and tells how many were done.
pub(crate) async fn do_waiting(edge: &Edge) -> Result<usize, Failure> {
    let mut done = 0;
    let now_ms = edge.platform.now_ms();
    for job in edge.store.jobs_to_try(now_ms).await? {
        let outcome = match try_job(edge, &job, now_ms).await {
            Ok(()) => JobOutcome::Done,
            Err(Trouble::Gone) => {
                note(&Entry::Alert("there is nothing left to pay back"));
                JobOutcome::NothingLeft
            }
            Err(Trouble::Refused) => match after_a_refusal(edge, &job).await? {
                Some(outcome) => outcome,
                None => continue,
            },
            Err(Trouble::Later) => continue,
        };
        edge.store.job_done(&job.id, outcome, now_ms).await?;
        done += 1;
    }
    Ok(done)
}

/// What a refused job has come to, if that is decided. Of a payment whose dispute was lost Stripe pays nothing back any
/// more: the bank has. Where it took less than was ordered, the rest is a matter for people.
async fn after_a_refusal(edge: &Edge, job: &Job) -> Result<Option<JobOutcome>, Failure> {
    let lost_minor = match &job.payment_id {
        Some(payment) => edge.store.lost_to_the_bank_minor(payment).await?,
        None => 0,
    };
    if lost_minor == 0 {
        note(&Entry::Alert("Stripe refuses a job"));
        return Ok(None);
    }
    if job
        .amount_minor
        .is_some_and(|ordered| ordered <= lost_minor)
    {
        return Ok(Some(JobOutcome::ByTheBank));
    }
    note(&Entry::Alert(
        "the bank took less than a withdrawal ordered: the rest has to be paid by hand",
    ));
    Ok(Some(JobOutcome::ByHand))
}

async fn try_job(edge: &Edge, job: &Job, now_ms: i64) -> Result<(), Trouble> {
    if let Some(customer) = &job.customer_id {
        return stripe::delete_customer(edge, customer).await;
    }
    // The table lets no refund in without both.
    let (Some(payment), Some(amount_minor)) = (&job.payment_id, job.amount_minor) else {
        return Err(Trouble::Refused);
    };
    let key = key_at(job, now_ms);
    if key != job.id && stripe::is_refunded(edge, &job.id, payment).await? {
        return Ok(());
    }
    match stripe::refund(edge, (&job.id, &key), payment, amount_minor).await {
        Err(Trouble::Refused) => {
            pay_back_what_is_left(edge, (job, &key), payment, amount_minor).await
        }
        outcome => outcome,
    }
}

/// The key under which a job is ordered now: its id, and later its id with a number. Two tries at the same time have the
/// same, and none is so close to the next that the last try under it could still be on its way: a try takes seconds, the
/// pause before the next a minute.
fn key_at(job: &Job, now_ms: i64) -> String {
    match (now_ms - job.created_at_ms) / KEY_USED_MS {
        ..=0 => job.id.clone(),
        number => format!("{}/{number}", job.id),
    }
}

/// Pays back less than was ordered, where somebody paid a part back by hand of which we had not heard yet. The parent then
/// has it all. Refused as before where something else is in the way, as the bank is in a dispute.
async fn pay_back_what_is_left(
    edge: &Edge,
    (job, key): (&Job, &str),
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
    let key = format!("{key}/rest/{left}");
    stripe::refund(edge, (&job.id, &key), payment, left).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_left_before_stripe_forgets_it_or_has_repeated_an_error_for_days() {
        const HOUR_MS: i64 = 60 * 60 * 1000;
        let job = Job {
            id: "withdrawal/pi_1/2".into(),
            payment_id: Some("pi_1".into()),
            amount_minor: Some(100),
            customer_id: None,
            created_at_ms: 1_000,
        };
        for (hours, key) in [
            (0, "withdrawal/pi_1/2"),
            (19, "withdrawal/pi_1/2"),
            (20, "withdrawal/pi_1/2/1"),
            (39, "withdrawal/pi_1/2/1"),
            (40, "withdrawal/pi_1/2/2"),
        ] {
            assert_eq!(key_at(&job, 1_000 + hours * HOUR_MS), key, "{hours} h");
        }
    }
}
