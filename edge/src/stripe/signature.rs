//! The signature by which a notice proves that it is Stripe's: `t=<seconds>,v1=<hex>,…` over `<t>.<body>`.
//!
//! The body is taken byte for byte as it came, before anything is read out of it. Two secrets may be in use at a time,
//! so that the operator can change one without losing a notice.

use hmac::{Hmac, Mac};
use sha2::Sha256;

/// How far the time of signing may be from ours, in seconds: what is older was kept by somebody.
const TOLERANCE_SECONDS: i64 = 300;

/// Whether one of `secrets` has signed `body`, now. Compared in constant time.
pub(crate) fn fits(header: &str, body: &[u8], secrets: &[String], now_ms: i64) -> bool {
    let fields: Vec<(&str, &str)> = header
        .split(',')
        .filter_map(|field| field.trim().split_once('='))
        .collect();
    let Some(signed_at) = fields
        .iter()
        .find(|(name, _)| *name == "t")
        .map(|(_, time)| *time)
    else {
        return false;
    };
    let is_recent = signed_at
        .parse::<i64>()
        .is_ok_and(|seconds| (now_ms / 1000).abs_diff(seconds) <= TOLERANCE_SECONDS as u64);
    is_recent
        && fields
            .iter()
            .filter(|(name, _)| *name == "v1")
            .filter_map(|(_, digits)| bytes(digits))
            .any(|signature| {
                secrets
                    .iter()
                    .any(|secret| is_signature(&signature, secret, signed_at, body))
            })
}

fn is_signature(signature: &[u8], secret: &str, signed_at: &str, body: &[u8]) -> bool {
    // HMAC takes keys of any length; the constructor's error can't occur for it.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else {
        return false;
    };
    mac.update(signed_at.as_bytes());
    mac.update(b".");
    mac.update(body);
    mac.verify_slice(signature).is_ok()
}

fn bytes(digits: &str) -> Option<Vec<u8>> {
    if !digits.is_ascii() {
        return None;
    }
    digits
        .as_bytes()
        .chunks(2)
        .map(|pair| {
            std::str::from_utf8(pair)
                .ok()
                .filter(|pair| pair.len() == 2)
                .and_then(|pair| u8::from_str_radix(pair, 16).ok())
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODY: &[u8] = br#"{"id":"evt_1"}"#;
    const NOW_MS: i64 = 1_700_000_000_000;

    fn signed(secret: &str, seconds: i64, body: &[u8]) -> String {
        let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
        mac.update(format!("{seconds}.").as_bytes());
        mac.update(body);
        let digits = crate::digest::hex(&mac.finalize().into_bytes());
        format!("t={seconds},v1={digits},v0=00")
    }

    fn secrets() -> Vec<String> {
        vec!["whsec_old".into(), "whsec_new".into()]
    }

    #[test]
    fn either_secret_is_taken_and_no_other() {
        for (secret, expected) in [("whsec_old", true), ("whsec_new", true), ("whsec_x", false)] {
            let header = signed(secret, NOW_MS / 1000, BODY);
            assert_eq!(
                fits(&header, BODY, &secrets(), NOW_MS),
                expected,
                "{secret}"
            );
        }
    }

    #[test]
    fn a_notice_counts_for_five_minutes() {
        for (off, expected) in [
            (0, true),
            (300, true),
            (-300, true),
            (301, false),
            (-301, false),
        ] {
            let header = signed("whsec_old", NOW_MS / 1000 - off, BODY);
            assert_eq!(fits(&header, BODY, &secrets(), NOW_MS), expected, "{off}");
        }
    }

    #[test]
    fn whatever_was_changed_does_not_fit() {
        let header = signed("whsec_old", NOW_MS / 1000, BODY);
        assert!(!fits(&header, &BODY[..BODY.len() - 1], &secrets(), NOW_MS));
        assert!(!fits(&header, br#"{"id":"evt_2"}"#, &secrets(), NOW_MS));
        let later = header.replace("t=1700000000", "t=1700000001");
        assert!(!fits(&later, BODY, &secrets(), NOW_MS));
        for broken in [
            "",
            "t=1700000000",
            "v1=00",
            "t=,v1=",
            "t=1700000000,v1=",
            "t=1700000000,v1=0",
            "t=1700000000,v1=åå",
            "t=-9223372036854775808,v1=00",
        ] {
            assert!(!fits(broken, BODY, &secrets(), NOW_MS), "{broken}");
        }
        assert!(!fits(&header, BODY, &[], NOW_MS));
    }
}
