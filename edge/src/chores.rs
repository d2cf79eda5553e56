//! Chores: what cron does. It settles calls that no alarm settled, and forgets what has run out.

use domain::call::EndReason;

use crate::{
    Edge,
    call_meter::{Command, tell},
    error::Failure,
    journal::{Entry, note},
    openai,
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
    let sessions = edge.store.forget_old_sessions(now_ms).await?;
    edge.store.forget_old_challenges(now_ms).await?;
    note(&Entry::Chores {
        settled,
        codes,
        sessions,
    });
    first_failure.map_or(Ok(()), Err)
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
