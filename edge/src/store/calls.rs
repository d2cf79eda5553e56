//! Calls: the hold that starts one, and the steps on its way. How one ends stands in `settlements`.

use domain::{
    call::{LIMIT_GRACE_SECONDS, TOKEN_SECONDS},
    credit::Movement,
    id::{AccountId, CallId, ChildId, ConsentId, PairingId, WalletId},
    wire::Code,
};
use serde::Deserialize;

use super::{Store, overview};
use crate::{
    call_meter::Line,
    error::{Failure, Fault},
    notices::Posted,
};

/// What "today" means for an account: the last 24 hours.
pub(super) const DAY_MS: i64 = 24 * 60 * 60 * 1000;
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
    /// The paired device that it is started from.
    pub(crate) from: Option<&'a PairingId>,
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
    /// The paired device that it was started from.
    #[serde(rename = "pairing_id")]
    pub(crate) from: Option<PairingId>,
    /// Who calls; `None` when the profile is gone.
    pub(crate) child_id: Option<ChildId>,
    pub(super) status: String,
    pub(super) wallet_id: WalletId,
    pub(super) held_credits: u32,
    limit_seconds: u32,
    pub(super) failures_today: i64,
    pub(super) seconds: Option<u32>,
    pub(super) charged: Option<u32>,
}

impl Call {
    /// The line that stands, as the call's meter is to know it.
    pub(crate) fn line(&self) -> Option<Line> {
        Some(Line {
            openai_call_id: self.openai_call_id.clone()?,
            since_ms: self.connected_at_ms?,
        })
    }

    /// The longest that the line can have stood, in milliseconds.
    pub(crate) fn longest_ms(&self) -> i64 {
        i64::from(self.limit_seconds + LIMIT_GRACE_SECONDS) * 1000
    }
}

/// The columns of [`Call`]; `?2` is the beginning of the last 24 hours.
pub(super) const CALL: &str = "SELECT calls.id, status, wallet_id, held_credits, limit_seconds, connected_at_ms, openai_call_id,
        pairing_id, child_id, seconds, charged, credits AS balance,
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

    /// Starts a call: its row, the hold and the count of a paired device, all or nothing.
    pub(crate) async fn start_call(&self, new: &NewCall<'_>, now_ms: i64) -> Result<(), Failure> {
        let limit_seconds = new.minutes * 60;
        let settle_by_ms = now_ms + i64::from(TOKEN_SECONDS + limit_seconds) * 1000 + LATE_MS;
        let statements = vec![
            self.statement(
                "INSERT INTO calls (id, account_id, wallet_id, child_id, consent_id, status, held_credits,
                    limit_seconds, started_at_ms, settle_by_ms, pairing_id)
                 VALUES (?1, ?2, ?3, ?4, ?5, 'held', ?6, ?7, ?8, ?9, ?10)",
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
                    new.from.map(PairingId::as_str).into(),
                ],
            )?,
            self.book(new.wallet, &Movement::hold(new.id, new.minutes), now_ms)?,
        ];
        self.write_all("starting a call", statements).await
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
                "UPDATE calls SET status = 'live', openai_call_id = ?2, lines = lines + 1,
                    connected_at_ms = COALESCE(connected_at_ms, ?3),
                    settle_by_ms = CASE WHEN connected_at_ms IS NULL THEN ?4 ELSE settle_by_ms END
                 WHERE id = ?1 AND status IN ('offered', 'live') AND lines < legs",
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

    /// Notes that a call is given a token for another line: once, and while it goes on. A line that never stood needs none
    /// of its own, so whatever becomes of the first token, the second is the last.
    pub(crate) async fn call_given_leg(&self, call: &Call, now_ms: i64) -> Result<(), Failure> {
        let changed = self
            .write(
                "noting another line of a call",
                "UPDATE calls SET legs = 2, lines = 1, settle_by_ms = MAX(settle_by_ms, ?2)
                 WHERE id = ?1 AND status IN ('offered', 'live') AND legs = 1",
                &[
                    call.id.as_str().into(),
                    (now_ms + i64::from(TOKEN_SECONDS) * 1000 + call.longest_ms() + LATE_MS).into(),
                ],
            )
            .await?;
        if changed == 0 {
            return Err(Code::CallOver.into());
        }
        Ok(())
    }

    /// Notes that Santa asked for a grown-up, and writes the letter about it; the first time only.
    pub(crate) async fn grown_up_wanted(
        &self,
        call: &Call,
        letter: &Posted,
        now_ms: i64,
    ) -> Result<(), Failure> {
        let statements = vec![
            self.post_for_call(&call.id, letter, now_ms)?,
            self.statement(
                "UPDATE calls SET grown_up_wanted = 1 WHERE id = ?1",
                &[call.id.as_str().into()],
            )?,
        ];
        self.write_all("noting that a grown-up is wanted", statements)
            .await
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
}
