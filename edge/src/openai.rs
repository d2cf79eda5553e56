//! OpenAI: minting the token for one call, and hanging up.
//!
//! The conversation itself never passes here; the browser talks to OpenAI directly.

use domain::{id::AccountId, id::CallId, persona::Occasion, wire::Code};
use serde::Deserialize;
use worker::Method;

use crate::{
    Edge,
    digest::{self, Purpose},
    error::{Failure, Fault},
    journal::{Entry, note},
    outgoing::{Answer, Body, Outgoing, Unreachable},
};

/// How long OpenAI may take, in milliseconds.
pub(crate) const PATIENCE_MS: u32 = 8_000;

/// A token that places one call.
pub(crate) struct Token {
    /// `ek_…`
    pub(crate) value: String,
    /// When it stops working.
    pub(crate) expires_at_ms: i64,
}

/// Mints a token for this call.
pub(crate) async fn mint(
    edge: &Edge,
    account: &AccountId,
    occasion: &Occasion,
) -> Result<Token, Failure> {
    let settings = &edge.settings;
    let key = edge
        .platform
        .secret("OPENAI_API_KEY")
        .map_err(|_| Code::VoiceMisconfigured)?;
    let safety_key = edge.platform.secret("SAFETY_KEY")?;
    let identifier = digest::keyed(&safety_key, Purpose::SafetyIdentifier, &[account.as_str()]);
    let body =
        domain::persona::token_request(occasion, &settings.openai_model, &settings.openai_voice);
    let answer = Outgoing {
        method: Method::Post,
        url: format!("{}/realtime/client_secrets", settings.openai_base_url),
        key: &key,
        headers: &[("OpenAI-Safety-Identifier", &identifier)],
        body: Body::Json(body.to_string()),
        within_ms: PATIENCE_MS,
    }
    .send()
    .await;
    match answer {
        Ok(answer) if answer.status == 200 => read_token(&answer.body).map_err(Failure::from),
        Ok(answer) => {
            note(&Entry::TokenRefused(Some(answer.status)));
            Err(refusal(&answer).into())
        }
        Err(Unreachable) => {
            note(&Entry::TokenRefused(None));
            Err(Code::VoiceUnavailable.into())
        }
    }
}

/// Tells OpenAI to hang up. A call that OpenAI does not know any more is as good as hung up.
pub(crate) async fn hang_up(
    edge: &Edge,
    call: &CallId,
    openai_call_id: &str,
) -> Result<(), Unreachable> {
    let key = edge
        .platform
        .secret("OPENAI_API_KEY")
        .map_err(|_| Unreachable)?;
    let answer = Outgoing {
        method: Method::Post,
        url: format!(
            "{}/realtime/calls/{openai_call_id}/hangup",
            edge.settings.openai_base_url
        ),
        key: &key,
        headers: &[],
        body: Body::Empty,
        within_ms: PATIENCE_MS,
    }
    .send()
    .await;
    let status = answer.ok().map(|answer| answer.status);
    note(&Entry::HungUp(call, status));
    match status {
        Some(200..=299 | 404) => Ok(()),
        _ => Err(Unreachable),
    }
}

/// Whether a browser's report has the form of an id of OpenAI's, which goes into an address here.
pub(crate) fn is_call_id(text: &str) -> bool {
    text.len() <= 128
        && text.strip_prefix("rtc_").is_some_and(|rest| {
            !rest.is_empty()
                && rest
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
        })
}

fn read_token(body: &str) -> Result<Token, Fault> {
    use crate::error::During;
    #[derive(Deserialize)]
    struct Minted {
        value: String,
        expires_at: i64,
    }
    let minted: Minted = serde_json::from_str(body).during("reading a token")?;
    Ok(Token {
        value: minted.value,
        expires_at_ms: minted.expires_at.saturating_mul(1000),
    })
}

/// Which refusal an error of OpenAI's is.
fn refusal(answer: &Answer) -> Code {
    #[derive(Deserialize)]
    struct Body {
        error: Detail,
    }
    #[derive(Deserialize)]
    struct Detail {
        code: Option<String>,
        #[serde(rename = "type")]
        kind: Option<String>,
    }
    let says_quota = serde_json::from_str::<Body>(&answer.body).is_ok_and(|body| {
        [body.error.code, body.error.kind]
            .iter()
            .flatten()
            .any(|text| text == "insufficient_quota")
    });
    match answer.status {
        _ if says_quota => Code::VoiceQuotaExhausted,
        429 => Code::VoiceBusy,
        // Whatever else we did wrong (key, model, shape) is for the operator to put right.
        400..=499 => Code::VoiceMisconfigured,
        _ => Code::VoiceUnavailable,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_error_of_openai_has_its_refusal() {
        let table = [
            (
                401,
                r#"{"error":{"message":"","type":"invalid_request_error","code":"invalid_api_key"}}"#,
                Code::VoiceMisconfigured,
            ),
            (403, "", Code::VoiceMisconfigured),
            (400, "{}", Code::VoiceMisconfigured),
            (
                429,
                r#"{"error":{"type":"requests","code":"rate_limit_exceeded"}}"#,
                Code::VoiceBusy,
            ),
            (
                429,
                r#"{"error":{"type":"insufficient_quota","code":"insufficient_quota"}}"#,
                Code::VoiceQuotaExhausted,
            ),
            (500, "<html>", Code::VoiceUnavailable),
            (302, "", Code::VoiceUnavailable),
        ];
        for (status, body, expected) in table {
            let answer = Answer {
                status,
                body: body.to_owned(),
            };
            assert_eq!(refusal(&answer), expected, "{status} {body}");
        }
    }

    #[test]
    fn only_an_id_of_the_right_form_gets_into_an_address() {
        assert!(is_call_id("rtc_u0_9BxZ-12"));
        for wrong in [
            "",
            "rtc_",
            "rtc_a/../b",
            "rtc_a?b",
            "call_1",
            "rtc_å",
            &format!("rtc_{}", "a".repeat(125)),
        ] {
            assert!(!is_call_id(wrong), "{wrong}");
        }
    }

    #[test]
    fn a_token_is_read_with_its_expiry_in_milliseconds() {
        let token = read_token(r#"{"value":"ek_1","expires_at":1700000030,"session":{}}"#).unwrap();
        assert_eq!(token.expires_at_ms, 1_700_000_030_000);
        assert!(read_token("{}").is_err());
    }
}
