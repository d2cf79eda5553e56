//! Settlements: what a call came to, booked once.
//!
//! The ledger's unique keys decide: whoever comes second, be it the alarm, the app or cron, finds it done.

use domain::{
    call::{EndReason, Outcome, Stretch, outcome},
    credit::Movement,
    id::CallId,
};

use super::{
    Store, Verdict,
    calls::{CALL, Call, DAY_MS},
    failed, verdict,
};
use crate::{
    error::{Failure, database_message},
    journal::{Entry, note},
};

/// How many reported failures an account may have released by themselves within a day.
const FAILURES_A_DAY: i64 = 3;

/// A call that never took place.
const NOTHING: Outcome = Outcome {
    seconds: 0,
    charged: 0,
    uses_allowance: false,
};

/// What a settled call came to.
pub(crate) struct Settlement {
    /// How long the line stood, in seconds.
    pub(crate) seconds: u32,
    /// Credits used.
    pub(crate) charged: u32,
    /// Credits left.
    pub(crate) balance: i64,
}

impl Call {
    /// The figures of a settled call.
    pub(crate) fn settlement(&self) -> Option<Settlement> {
        Some(Settlement {
            seconds: self.seconds?,
            charged: self.charged?,
            balance: self.balance,
        })
    }

    /// What the call would come to if it had ended like this.
    pub(crate) fn outcome(&self, reason: EndReason, stood_ms: Option<i64>) -> Outcome {
        outcome(
            reason,
            Stretch {
                held: self.held_credits,
                stood_ms,
                failure_allowance_left: self.failures_today < FAILURES_A_DAY,
            },
        )
    }

    /// The figures that a settlement of `outcome` would give, before it is booked.
    pub(crate) fn settlement_to_come(&self, outcome: Outcome) -> Settlement {
        Settlement {
            seconds: outcome.seconds,
            charged: outcome.charged,
            balance: self.balance + i64::from(self.held_credits) - i64::from(outcome.charged),
        }
    }
}

impl Store {
    /// Releases the hold of a call for which no token went out, in full.
    pub(crate) async fn release_call(&self, call: &CallId, now_ms: i64) -> Result<(), Failure> {
        let Some(call) = self.call_to_settle(call, now_ms).await? else {
            return Ok(());
        };
        self.close(&call, EndReason::VoiceFailed, NOTHING, now_ms)
            .await
    }

    /// Settles a call. Settling twice is harmless: the first settlement stands.
    pub(crate) async fn settle_call(
        &self,
        call: &CallId,
        reason: EndReason,
        stood_ms: Option<i64>,
        now_ms: i64,
    ) -> Result<(), Failure> {
        let Some(call) = self.call_to_settle(call, now_ms).await? else {
            return Ok(());
        };
        // We broke off before any token went out, so nobody can have called and nobody pays.
        if call.status == "held" {
            return self
                .close(&call, EndReason::VoiceFailed, NOTHING, now_ms)
                .await;
        }
        let outcome = call.outcome(reason, stood_ms);
        self.close(&call, reason, outcome, now_ms).await
    }

    async fn call_to_settle(&self, call: &CallId, now_ms: i64) -> Result<Option<Call>, Failure> {
        let call: Option<Call> = self
            .row(
                "reading a call to settle",
                &format!("{CALL} WHERE calls.id = ?1"),
                &[call.as_str().into(), (now_ms - DAY_MS).into()],
            )
            .await?;
        Ok(call.filter(|call| call.status != "settled"))
    }

    /// Closes a call: the hold back, the charge if there is one, the call row; all or nothing.
    async fn close(
        &self,
        call: &Call,
        reason: EndReason,
        outcome: Outcome,
        now_ms: i64,
    ) -> Result<(), Failure> {
        let movements = Movement::settlement(&call.id, call.held_credits, outcome.charged);
        let mut statements = movements
            .iter()
            .map(|movement| self.book(&call.wallet_id, movement, now_ms))
            .collect::<Result<Vec<_>, _>>()?;
        statements.push(self.statement(
            "UPDATE calls SET status = 'settled', ended_at_ms = ?2, seconds = ?3, charged = ?4, reason = ?5,
                used_allowance = ?6, openai_call_id = NULL
             WHERE id = ?1",
            &[
                call.id.as_str().into(),
                now_ms.into(),
                outcome.seconds.into(),
                outcome.charged.into(),
                reason.as_str().into(),
                outcome.uses_allowance.into(),
            ],
        )?);
        match self.batch(statements).await {
            Ok(_) => {
                note(&Entry::CallSettled {
                    call: &call.id,
                    reason,
                    seconds: outcome.seconds,
                    charged: outcome.charged,
                });
                Ok(())
            }
            Err(error)
                if database_message(&error).as_deref().and_then(verdict)
                    == Some(Verdict::AlreadyDone) =>
            {
                Ok(())
            }
            Err(error) => Err(failed(error, "settling a call")),
        }
    }
}
