//! Calls: the hold that starts one, the steps on its way, and the settlement that ends it.

use domain::{
    call::{EndReason, LIMIT_GRACE_SECONDS, Outcome, Stretch, TOKEN_SECONDS, outcome},
    id::{AccountId, CallId, ChildId, ConsentId, WalletId},
    wire::Code,
};
use serde::Deserialize;

use super::{Store, Value, Verdict, failed, overview, verdict};
use crate::{
    error::{Failure, Fault, database_message},
    journal::{Entry, note},
};

const DAY_MS: i64 = 24 * 60 * 60 * 1000;
/// How many reported failures an account may have released by themselves within a day.
const FAILURES_A_DAY: i64 = 3;
/// How late a settlement may be before cron looks after it, in milliseconds.
const LATE_MS: i64 = 2 * 60 * 1000;

/// What an account could start a call with.
pub(crate) struct Terms {
    /// Where the credits are.
    pub(crate) wallet: WalletId,
    /// The call's length at most, in minutes; none without credits.
    pub(crate) minutes: u32,
    /// Whether a call is going on.
    pub(crate) busy: bool,
}

/// A call to start.
pub(crate) struct NewCall<'a> {
    /// Its id.
    pub(crate) id: &'a CallId,
    /// Whose call.
    pub(crate) account: &'a AccountId,
    /// Who pays.
    pub(crate) wallet: &'a WalletId,
    /// Who calls.
    pub(crate) child: &'a ChildId,
    /// The act of consent it rests on.
    pub(crate) consent: &'a ConsentId,
    /// Its length at most, and the credits to hold.
    pub(crate) minutes: u32,
}

/// A call as it stands.
#[derive(Deserialize)]
pub(crate) struct Call {
    /// Its id.
    pub(crate) id: CallId,
    /// Since when the line stands.
    pub(crate) connected_at_ms: Option<i64>,
    /// OpenAI's id of it, until it is settled.
    pub(crate) openai_call_id: Option<String>,
    /// What can be spent now.
    pub(crate) balance: i64,
    status: String,
    wallet_id: WalletId,
    held_credits: u32,
    limit_seconds: u32,
    failures_today: i64,
    seconds: Option<u32>,
    charged: Option<u32>,
}

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

    /// The longest that the line can have stood, in milliseconds.
    pub(crate) fn longest_ms(&self) -> i64 {
        i64::from(self.limit_seconds + LIMIT_GRACE_SECONDS) * 1000
    }
}

/// The columns of [`Call`]; `?2` is the beginning of the last 24 hours.
const CALL: &str = "SELECT calls.id, status, wallet_id, held_credits, limit_seconds, connected_at_ms, openai_call_id,
        seconds, charged, credits AS balance,
        (SELECT COUNT(*) FROM calls AS other WHERE other.account_id = calls.account_id
            AND other.used_allowance = 1 AND other.ended_at_ms > ?2) AS failures_today
    FROM calls JOIN wallets ON wallets.id = wallet_id";

impl Store {
    /// What this account could start a call with.
    pub(crate) async fn call_terms(&self, account: &AccountId) -> Result<Terms, Failure> {
        #[derive(Deserialize)]
        struct Row {
            wallet_id: WalletId,
            credits: i64,
            call_minutes: u32,
            busy: i64,
        }
        let row: Row = self
            .row(
                "reading the terms of a call",
                "SELECT wallet_id, credits, call_minutes,
                    EXISTS (SELECT 1 FROM calls WHERE calls.account_id = ?1 AND status <> 'settled') AS busy
                 FROM accounts JOIN account_wallets ON account_wallets.account_id = accounts.id
                    JOIN wallets ON wallets.id = wallet_id
                 WHERE accounts.id = ?1",
                &[account.as_str().into()],
            )
            .await?
            .ok_or_else(|| Fault::new("reading the terms of a call", "no wallet"))?;
        Ok(Terms {
            wallet: row.wallet_id,
            minutes: overview::minutes(row.call_minutes, row.credits),
            busy: row.busy == 1,
        })
    }

    /// Starts a call: its row and the hold, both or neither.
    pub(crate) async fn start_call(&self, new: &NewCall<'_>, now_ms: i64) -> Result<(), Failure> {
        let limit_seconds = new.minutes * 60;
        let settle_by_ms = now_ms + i64::from(TOKEN_SECONDS + limit_seconds) * 1000 + LATE_MS;
        let statements = vec![
            self.statement(
                "INSERT INTO calls (id, account_id, wallet_id, child_id, consent_id, status, held_credits,
                    limit_seconds, started_at_ms, settle_by_ms)
                 VALUES (?1, ?2, ?3, ?4, ?5, 'held', ?6, ?7, ?8, ?9)",
                &[
                    new.id.as_str().into(),
                    new.account.as_str().into(),
                    new.wallet.as_str().into(),
                    new.child.as_str().into(),
                    new.consent.as_str().into(),
                    new.minutes.into(),
                    limit_seconds.into(),
                    now_ms.into(),
                    settle_by_ms.into(),
                ],
            )?,
            self.movement(
                &new.wallet.as_str().into(),
                "hold",
                -i64::from(new.minutes),
                new.id,
                now_ms,
            )?,
        ];
        self.batch(statements)
            .await
            .map(|_| ())
            .map_err(|error| failed(error, "starting a call"))
    }

    /// Notes that the browser is about to be given a token. From here on silence costs what was held.
    pub(crate) async fn call_offered(&self, call: &CallId) -> Result<(), Failure> {
        let changed = self
            .write(
                "noting that a call is offered",
                "UPDATE calls SET status = 'offered' WHERE id = ?1 AND status = 'held'",
                &[call.as_str().into()],
            )
            .await?;
        // Settled meanwhile: the token must not go out.
        if changed == 0 {
            return Err(Code::CallOver.into());
        }
        Ok(())
    }

    /// Notes that the line stands. Saying so twice is fine, saying something else or too late is refused.
    pub(crate) async fn call_connected(
        &self,
        call: &Call,
        openai_call_id: &str,
        now_ms: i64,
    ) -> Result<(), Failure> {
        if call.openai_call_id.as_deref() == Some(openai_call_id) {
            return Ok(());
        }
        let changed = self
            .write(
                "noting that a call stands",
                "UPDATE calls SET status = 'live', openai_call_id = ?2, connected_at_ms = ?3, settle_by_ms = ?4
                 WHERE id = ?1 AND status = 'offered'",
                &[
                    call.id.as_str().into(),
                    openai_call_id.into(),
                    now_ms.into(),
                    (now_ms + call.longest_ms() + LATE_MS).into(),
                ],
            )
            .await?;
        if changed == 0 {
            return Err(Code::CallOver.into());
        }
        Ok(())
    }

    /// A call of this account.
    pub(crate) async fn call_of(
        &self,
        account: &AccountId,
        call: &CallId,
        now_ms: i64,
    ) -> Result<Call, Failure> {
        self.row(
            "reading a call",
            &format!("{CALL} WHERE calls.id = ?1 AND calls.account_id = ?3"),
            &[
                call.as_str().into(),
                (now_ms - DAY_MS).into(),
                account.as_str().into(),
            ],
        )
        .await?
        .ok_or(Code::NotFound.into())
    }

    /// Calls that should have been settled by now, and were not.
    pub(crate) async fn overdue_calls(&self, now_ms: i64) -> Result<Vec<Call>, Failure> {
        self.rows(
            "looking for overdue calls",
            &format!("{CALL} WHERE status <> 'settled' AND settle_by_ms < ?1 LIMIT 50"),
            &[now_ms.into(), (now_ms - DAY_MS).into()],
        )
        .await
    }

    /// Every call that goes on, for a clock that was moved.
    #[cfg(feature = "test-clock")]
    pub(crate) async fn calls_going_on(&self) -> Result<Vec<CallId>, Failure> {
        #[derive(Deserialize)]
        struct Row {
            id: CallId,
        }
        let rows: Vec<Row> = self
            .rows(
                "looking for calls",
                "SELECT id FROM calls WHERE status <> 'settled'",
                &[],
            )
            .await?;
        Ok(rows.into_iter().map(|row| row.id).collect())
    }

    /// Releases the hold of a call for which no token went out, in full.
    pub(crate) async fn release_call(&self, call: &CallId, now_ms: i64) -> Result<(), Failure> {
        let Some(call) = self.call_to_settle(call, now_ms).await? else {
            return Ok(());
        };
        self.book(&call, EndReason::VoiceFailed, NOTHING, now_ms)
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
                .book(&call, EndReason::VoiceFailed, NOTHING, now_ms)
                .await;
        }
        let outcome = call.outcome(reason, stood_ms);
        self.book(&call, reason, outcome, now_ms).await
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

    /// Books a settlement: the hold back, the charge if there is one, the call row; all or nothing.
    async fn book(
        &self,
        call: &Call,
        reason: EndReason,
        outcome: Outcome,
        now_ms: i64,
    ) -> Result<(), Failure> {
        let wallet = call.wallet_id.as_str().into();
        let held = i64::from(call.held_credits);
        let mut statements = vec![self.movement(&wallet, "release", held, &call.id, now_ms)?];
        // A call that costs nothing moves nothing, so it has no charge: the ledger holds movements only.
        if outcome.charged > 0 {
            let charge = -i64::from(outcome.charged);
            statements.push(self.movement(&wallet, "charge", charge, &call.id, now_ms)?);
        }
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

    /// A movement of the ledger that belongs to a call; at most one of each kind.
    fn movement(
        &self,
        wallet: &Value<'_>,
        kind: &str,
        credits: i64,
        call: &CallId,
        now_ms: i64,
    ) -> Result<worker::D1PreparedStatement, Fault> {
        self.statement(
            "INSERT INTO ledger (wallet_id, kind, credits, idempotency_key, created_at_ms)
             VALUES (?1, ?2, ?3, ?4, ?5)",
            &[
                *wallet,
                kind.into(),
                credits.into(),
                (&format!("{kind}:{call}")).into(),
                now_ms.into(),
            ],
        )
    }
}

/// A call that never took place.
const NOTHING: Outcome = Outcome {
    seconds: 0,
    charged: 0,
    uses_allowance: false,
};
