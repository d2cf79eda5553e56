//! What a call may cost: our own reading of the promise that a started minute is a credit, that a failed call costs
//! nothing while the day's allowance lasts, and that silence costs what was held.

use super::{calling::Called, facts::Call};

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// What is wrong with one settled call, given what the family said and was told of it, if it knew of it at all.
pub fn faults(call: &Call, told: Option<&Called>) -> Vec<String> {
    let mut faults = Vec::new();
    let (Some(seconds), Some(charged), Some(reason), Some(ended_at_ms)) = (
        call.seconds,
        call.charged,
        call.reason.as_deref(),
        call.ended_at_ms,
    ) else {
        return vec!["it was never settled".into()];
    };
    let mut wrong = |what: &str| {
        faults.push(format!(
            "{what} ({reason}, {seconds} s, {charged} of {})",
            call.held
        ))
    };
    let free = call.used_allowance == 1;
    let minutes = seconds.div_ceil(60).max(1).min(call.held);
    let may_be = match (reason, call.connected_at_ms) {
        ("never_reported", None) => vec![call.held],
        // The report was cut off between the row and the meter; then it was never answered, and silence followed.
        ("never_reported", Some(_)) if told.is_none_or(|told| !told.connected) => vec![call.held],
        ("never_reported", Some(_)) => vec![],
        // We broke off before a token went out.
        ("voice_failed", None) if told.is_none() && !free => vec![0, call.held],
        (_, None) if free => vec![0],
        (_, None) => vec![call.held],
        ("failed_to_connect" | "voice_failed", Some(_)) if free => vec![0],
        ("connection_lost", Some(_)) if free && seconds <= 20 => vec![0],
        (_, Some(_)) if free => vec![],
        (_, Some(_)) => vec![minutes],
    };
    if !may_be.contains(&charged) {
        wrong("it costs what it should not");
    }
    // The line can't have stood for longer than from its report to the settlement.
    let longest_ms = call
        .connected_at_ms
        .map_or(0, |since_ms| ended_at_ms - since_ms);
    if i64::try_from(seconds).unwrap_or(i64::MAX) * 1000 > longest_ms + 1000 {
        wrong("it stood for longer than there was time");
    }
    let by_the_edge = match reason {
        "went_silent" | "limit_reached" => told.is_none_or(|told| told.connecting),
        "never_reported" => told.is_none_or(|told| !told.connected),
        "voice_failed" => told.is_none(),
        _ => false,
    };
    if !by_the_edge && told.is_none_or(|told| !told.reasons.contains(&reason)) {
        wrong("nobody ended it like this");
    }
    if let Some(told) = told {
        if told.connected && call.connected_at_ms.is_none() {
            wrong("it was told that the line stands, and does not know it");
        }
        if told.ended.is_some_and(|ended| ended != (seconds, charged)) {
            wrong(&format!("the family was told {:?}", told.ended));
        }
        if told
            .given_back
            .is_some_and(|credits| credits != call.given_back)
        {
            wrong("the family was told that it was given back");
        }
        if call.given_back > 0 && !told.complained {
            wrong("it was given back and nobody had complained");
        }
    }
    if call.given_back > 0 && call.given_back != charged {
        wrong("not what it cost was given back");
    }
    faults
}

/// What is wrong with the day's allowance of failures among one account's calls.
pub fn allowance_faults(calls: &[&Call]) -> Vec<String> {
    let is_failure = |call: &Call| {
        let reason = call.reason.as_deref().unwrap_or_default();
        match call.connected_at_ms {
            None => reason != "never_reported",
            Some(_) => matches!(reason, "failed_to_connect" | "voice_failed"),
        }
    };
    let freed_before = |call: &Call| {
        let ended = call.ended_at_ms.unwrap_or_default();
        let others = calls.iter().filter(|other| {
            let at = other.ended_at_ms.unwrap_or_default();
            other.used_allowance == 1 && other.id != call.id && at <= ended && at > ended - DAY_MS
        });
        others.count()
    };
    let mut faults = Vec::new();
    for call in calls {
        let freed = freed_before(call);
        if call.used_allowance == 1 && freed >= 3 {
            faults.push(format!(
                "call {}: a fourth failure within a day was free",
                call.id
            ));
        }
        if call.used_allowance == 0 && call.charged > Some(0) && is_failure(call) && freed < 3 {
            faults.push(format!(
                "call {}: a failure was charged with allowance left",
                call.id
            ));
        }
    }
    faults
}
