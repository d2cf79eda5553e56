//! The journal: what the edge writes down about its own doings, one JSON object a line.
//!
//! An [`Entry`] takes codes, ids, statuses and durations by their own types and has no way to take a text of a
//! person's.

use domain::{call::EndReason, id::CallId, wire::Code};

/// Something worth a line.
#[derive(Debug)]
pub(crate) enum Entry<'a> {
    /// A call got its token.
    CallOffered(&'a CallId),
    /// A call got no token; the hold was released.
    CallNotOffered(&'a CallId, Code),
    /// A call whose line broke got another token.
    CallReconnected(&'a CallId),
    /// Santa asked for a grown-up.
    GrownUpWanted(&'a CallId),
    /// OpenAI was told to hang up; its status, or `None` where it could not be reached.
    HungUp(&'a CallId, Option<u16>),
    /// A call was settled.
    CallSettled {
        call: &'a CallId,
        reason: EndReason,
        seconds: u32,
        charged: u32,
    },
    /// The mail provider did not take a mail; its status, or `None` where it could not be reached.
    MailRefused(Option<u16>),
    /// OpenAI did not give a token; its status, or `None` where it could not be reached.
    TokenRefused(Option<u16>),
    /// A notice came that Stripe has not signed, or not now.
    NoticeRefused,
    /// A notice of Stripe's was booked; its kind.
    NoticeBooked(&'a str),
    /// Stripe did not do what it was asked; its status, or `None` where it could not be reached.
    StripeRefused(Option<u16>),
    /// Something about money that the operator has to look at.
    Alert(&'static str),
    /// Cron went round.
    Chores {
        asked: usize,
        jobs: usize,
        settled: usize,
        codes: usize,
        sessions: usize,
        written: usize,
        letters: usize,
        idle: usize,
    },
}

/// Writes it down.
pub(crate) fn note(entry: &Entry<'_>) {
    worker::console_log!("{}", line(entry));
}

fn line(entry: &Entry<'_>) -> serde_json::Value {
    use serde_json::json;
    match entry {
        Entry::CallOffered(call) => json!({"event": "call_offered", "call": call}),
        Entry::CallNotOffered(call, code) => {
            json!({"event": "call_not_offered", "call": call, "code": code})
        }
        Entry::CallReconnected(call) => json!({"event": "call_reconnected", "call": call}),
        Entry::GrownUpWanted(call) => json!({"event": "grown_up_wanted", "call": call}),
        Entry::HungUp(call, status) => json!({"event": "hung_up", "call": call, "status": status}),
        Entry::CallSettled {
            call,
            reason,
            seconds,
            charged,
        } => json!({
            "event": "call_settled", "call": call, "reason": reason, "seconds": seconds, "charged": charged
        }),
        Entry::MailRefused(status) => json!({"event": "mail_refused", "status": status}),
        Entry::TokenRefused(status) => json!({"event": "token_refused", "status": status}),
        Entry::NoticeRefused => json!({"event": "notice_refused"}),
        Entry::NoticeBooked(kind) => json!({"event": "notice_booked", "kind": kind}),
        Entry::StripeRefused(status) => json!({"event": "stripe_refused", "status": status}),
        Entry::Alert(what) => json!({"event": "alert", "what": what}),
        Entry::Chores {
            asked,
            jobs,
            settled,
            codes,
            sessions,
            written,
            letters,
            idle,
        } => json!({
            "event": "chores", "settled": settled, "purchases_asked_about": asked, "jobs": jobs, "codes": codes,
            "sessions": sessions, "letters_written": written, "letters": letters,
            "idle_accounts_deleted": idle
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_one_json_object_with_its_event() {
        let call = CallId::from_random([1; 16]);
        let line = line(&Entry::CallNotOffered(&call, Code::VoiceBusy));
        assert_eq!(
            line,
            serde_json::json!({"event": "call_not_offered", "call": "01".repeat(16), "code": "voice_busy"})
        );
    }
}
