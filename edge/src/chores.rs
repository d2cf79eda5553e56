//! Chores: what cron does. It settles calls that no alarm settled, finishes deletions that were cut off, asks Stripe about
//! purchases that hang, tells it what waits, writes letters that are due, sends those that wait, forgets what has run out,
//! and keeps the times of `store::retention`.

use domain::call::EndReason;

use crate::{
    Edge,
    api::account::erase,
    call_meter::{Command, tell},
    error::Failure,
    journal::{Entry, note},
    letters,
    notices::{self, Notice},
    openai, payments, provider_jobs,
    settings::IDLE_NOTICE_DAYS,
    store::Call,
};

/// One round.
pub(crate) async fn run(edge: &Edge) -> Result<(), Failure> {
    let now_ms = edge.platform.now_ms();
    let mut settled = 0;
    let mut first_failure = None;
    // One call that can't be settled must not keep the others waiting.
    for call in edge.store.overdue_calls(now_ms).await? {
        match settle_overdue(edge, &call).await {
            Ok(()) => settled += 1,
            Err(failure) => first_failure = first_failure.or(Some(failure)),
        }
    }
    let codes = edge.store.forget_old_codes(now_ms).await?;
    edge.store.forget_old_code_requests(now_ms).await?;
    edge.store.forget_old_email_changes(now_ms).await?;
    let confirmations = edge.store.forget_old_confirmations(now_ms).await?;
    let invitations = edge.store.forget_old_invitations(now_ms).await?;
    let sessions = edge.store.forget_old_sessions(now_ms).await?;
    edge.store.forget_old_sign_ins(now_ms).await?;
    for account in edge.store.accounts_half_deleted(now_ms).await? {
        if let Err(failure) = erase(edge, &account).await {
            first_failure = first_failure.or(Some(failure));
        }
    }
    let idle = see_to_idle_accounts(edge, now_ms).await?;
    edge.store
        .forget_old_payments(now_ms, edge.settings.bookkeeping_years)
        .await?;
    // Stripe may be out of reach, and the rest must not wait for that.
    let reconciled = payments::reconcile(edge).await;
    let jobs = provider_jobs::do_waiting(edge).await?;
    edge.store.tidy_outbox(now_ms).await?;
    edge.store.forget_old_disavowals(now_ms).await?;
    let written = letters::write_due(edge, now_ms).await?;
    let sent = notices::send_waiting(edge).await?;
    edge.store.forget_old_challenges(now_ms).await?;
    let asked = reconciled.unwrap_or_else(|failure| {
        first_failure = first_failure.take().or(Some(failure));
        0
    });
    note(&Entry::Chores {
        asked,
        jobs,
        settled,
        codes: codes + confirmations + invitations,
        sessions,
        written,
        letters: sent,
        idle,
    });
    first_failure.map_or(Ok(()), Err)
}

/// Tells accounts that nobody uses, and deletes those that were told in good time; the number of the deleted.
async fn see_to_idle_accounts(edge: &Edge, now_ms: i64) -> Result<usize, Failure> {
    const DAY_MS: i64 = 24 * 60 * 60 * 1000;
    let notice_ms = IDLE_NOTICE_DAYS * DAY_MS;
    let idle_since_ms = now_ms - edge.settings.idle_account_days * DAY_MS;
    for account in edge
        .store
        .idle_accounts_to_tell(idle_since_ms + notice_ms)
        .await?
    {
        let notice = Notice::AccountIdle(IDLE_NOTICE_DAYS);
        let letter = notice.to(edge, account.email, account.language)?;
        edge.store
            .tell_idle_account(&account.id, &letter, now_ms)
            .await?;
    }
    let gone = edge
        .store
        .idle_accounts_to_delete(idle_since_ms, now_ms - notice_ms)
        .await?;
    for account in &gone {
        erase(edge, &account.id).await?;
    }
    Ok(gone.len())
}

/// Settles one call whose time is over: by its meter where that still knows it, else by what the call row says.
async fn settle_overdue(edge: &Edge, call: &Call) -> Result<(), Failure> {
    let report = tell(&edge.platform, &call.id, &Command::Look).await;
    if report.is_ok_and(|report| report.known) {
        return Ok(());
    }
    let now_ms = edge.platform.now_ms();
    if let Some(openai_call_id) = &call.openai_call_id {
        // Tried once and whatever comes of it: OpenAI ends every call by itself before long.
        let _ = openai::hang_up(edge, &call.id, openai_call_id).await;
    }
    let (reason, stood_ms) = match call.connected_at_ms {
        Some(connected_at_ms) => (
            EndReason::LimitReached,
            Some((now_ms - connected_at_ms).min(call.longest_ms())),
        ),
        None => (EndReason::NeverReported, None),
    };
    edge.store
        .settle_call(&call.id, reason, stood_ms, now_ms)
        .await
}
