//! The `Stripe-Signature` header: HMAC-SHA256 over the moment and the raw body.

use hmac::{Hmac, Mac};
use sha2::Sha256;

/// `t=…,v1=…`, one `v1` for each secret. Two secrets are in force while a key is being changed.
pub(super) fn header(moment: i64, body: &str, secrets: &[String]) -> String {
    let signatures = secrets
        .iter()
        .map(|secret| format!(",v1={}", sign(moment, body, secret)));
    format!("t={moment}{}", signatures.collect::<String>())
}

fn sign(moment: i64, body: &str, secret: &str) -> String {
    // An HMAC takes a key of any length; there is no error to speak of.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else {
        return String::new();
    };
    mac.update(format!("{moment}.{body}").as_bytes());
    let digest = mac.finalize().into_bytes();
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_secret_signs_moment_and_body() {
        let secrets = ["whsec_old".to_owned(), "whsec_new".to_owned()];
        let whole = header(1_700_000_000, "{}", &secrets);
        let parts: Vec<&str> = whole.split(',').collect();
        assert_eq!((parts.len(), parts[0]), (3, "t=1700000000"));
        assert!(parts[1].starts_with("v1=") && parts[1].len() == 3 + 64);
        assert_ne!(parts[1], parts[2]);
        assert_ne!(header(1_700_000_001, "{}", &secrets), whole);
        assert_ne!(header(1_700_000_000, "{ }", &secrets), whole);
    }
}
