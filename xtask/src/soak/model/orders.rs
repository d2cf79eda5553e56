//! Money that withdrawals ordered back: how much each should be, and whether Stripe paid it once.

use std::collections::{BTreeMap, BTreeSet};

use super::{super::facts::Session, Trial, credits_for};

impl Trial<'_> {
    /// What withdrawals ordered back, Stripe paid back, once and to the øre. While a dispute is open Stripe refuses, and
    /// the order has to stand as undone; once it is lost the bank has paid, and the order says whether that was enough.
    pub(super) fn orders(&mut self) {
        let done: BTreeMap<&str, Option<&str>> = self
            .facts
            .jobs
            .iter()
            .map(|job| {
                let outcome = job.outcome.as_deref().filter(|_| job.is_done == 1);
                (job.id.as_str(), outcome)
            })
            .collect();
        for job in self.facts.jobs.iter().filter(|job| job.is_done == 0) {
            let payment = job.id.split('/').nth(1).unwrap_or_default();
            let is_claimed = self
                .payments
                .get(payment)
                .is_some_and(|session| session.disputed > 0 && session.lost == 0);
            if job.kind != "refund" || !is_claimed {
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
                (Some(Some("done")), [amount]) if *amount == ordered => {}
                (Some(Some("done")), [amount]) if *amount < ordered && is_all_back => {}
                (Some(Some("nothing_left")), [amount]) if *amount < ordered && is_all_back => {}
                (Some(Some("nothing_left")), []) if is_all_back => {}
                (Some(Some("by_the_bank")), []) if session.lost >= ordered => {}
                (Some(Some("by_hand")), []) if (1..ordered).contains(&session.lost) => {}
                (Some(None), []) => {}
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
    pub(super) fn paid_back(&self, session: &Session) -> u64 {
        let orders = self.facts.steps.iter().filter(|step| {
            let job = format!("withdrawal/{}/{}", step.payment, step.step);
            // Of what the bank gave back nothing came from us.
            let by_us = |(_, by): &(u64, Option<String>)| by.as_deref() == Some(job.as_str());
            step.cause == "withdrawal"
                && step.payment == session.payment
                && (session.lost == 0 || session.refunds.iter().any(by_us))
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
}
