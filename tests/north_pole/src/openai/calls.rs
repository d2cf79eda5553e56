//! `POST /v1/realtime/calls` (an SDP offer in, an SDP answer out) and the hang-up.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};

use tokio::sync::{mpsc, watch};

use super::refusal::Refusal;
use super::secrets::{STANDARD_KEY, Secret, bearer, require_standard_key};
use super::session::Session;
use crate::conversation::machine::Machine;
use crate::north_pole::{LiveCall, NorthPole};
use crate::report::{Report, offered_media};
use crate::rtc;

type SdpAnswer = (StatusCode, [(HeaderName, HeaderValue); 2], String);

/// Places a call.
pub(crate) async fn create(
    State(pole): State<Arc<NorthPole>>,
    headers: HeaderMap,
    offer: String,
) -> Result<SdpAnswer, Refusal> {
    let secret = authorise(&pole, &headers)?;
    let content_type = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    if !content_type.starts_with("application/sdp") {
        return Err(Refusal::bad_request(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Some("unsupported_content_type"),
            "Unsupported content type. This API method only accepts 'application/sdp' requests.",
        ));
    }
    let slow_answer_ms = pole.faults.take_slow_answer();
    let offered = offered_media(&offer);
    let call_id = crate::ids::with_prefix("rtc");
    let instructions = secret.session.instructions().to_owned();
    let machine = Machine::new(secret.session, pole.metronome.pace());
    let report = Arc::new(Mutex::new(Report {
        call_id: call_id.clone(),
        created_at_ms: crate::unix_ms(),
        language: machine.language().code().to_owned(),
        instructions,
        codecs: offered.audio_codecs,
        offered_video: offered.video,
        safety_identifier_present: secret.safety_identifier_present,
        ..Report::default()
    }));
    let line = rtc::answer(&offer).await.map_err(|fault| match fault {
        rtc::LineFault::Offer(_) => Refusal::bad_request(
            StatusCode::BAD_REQUEST,
            Some("invalid_offer"),
            "Failed to parse the SDP offer.",
        ),
        rtc::LineFault::Socket(_) => Refusal::server_error("No UDP socket could be opened."),
    })?;
    let answer = line.sdp_answer().to_owned();
    let (hang_up, hung_up) = watch::channel(false);
    let (cue, cues) = mpsc::unbounded_channel();
    pole.add_call(LiveCall {
        report: report.clone(),
        hang_up,
        cue,
    });
    let peer = rtc::Peer::new(line, machine, pole.speaker.clone(), report, cues, hung_up)
        .map_err(|_| Refusal::server_error("The sound codec could not be started."))?;
    tokio::spawn(peer.run());
    if let Some(late_ms) = slow_answer_ms {
        tokio::time::sleep(Duration::from_millis(late_ms)).await;
    }
    let location = HeaderValue::from_str(&format!("/v1/realtime/calls/{call_id}"))
        .map_err(|_| Refusal::server_error("The call has no valid id."))?;
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/sdp"),
        ),
        (header::LOCATION, location),
    ];
    Ok((StatusCode::CREATED, headers, answer))
}

/// Ends a call from the server's side.
pub(crate) async fn hang_up(
    State(pole): State<Arc<NorthPole>>,
    headers: HeaderMap,
    Path(call_id): Path<String>,
) -> Result<StatusCode, Refusal> {
    require_standard_key(&headers)?;
    let live = pole.call(&call_id).ok_or_else(Refusal::no_such_call)?;
    let ended = {
        let mut report = crate::lock(&live.report);
        report.hangup_requests += 1;
        report.ended_by.is_some()
    };
    if ended {
        // A call that is over is no longer known to the service.
        return Err(Refusal::no_such_call());
    }
    live.hang_up.send_replace(true);
    Ok(StatusCode::OK)
}

/// Ephemeral tokens place calls; so does the standard key, with the service's default session.
fn authorise(pole: &NorthPole, headers: &HeaderMap) -> Result<Secret, Refusal> {
    match bearer(headers) {
        Some(STANDARD_KEY) => Ok(Secret {
            session: Session::new(&serde_json::Value::Null),
            expires_at_ms: u64::MAX,
            safety_identifier_present: headers.contains_key("openai-safety-identifier"),
        }),
        Some(token) if token.starts_with("ek_") => pole.secrets.open(token, crate::unix_ms()),
        _ => Err(Refusal::bad_key()),
    }
}
