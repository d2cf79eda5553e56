//! The route table, and the small routes that tests and developers use.

use std::sync::Arc;

use axum::extract::rejection::JsonRejection;
use axum::extract::{Path, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router, middleware};
use serde::Deserialize;
use tokio::sync::oneshot;

use crate::conversation::Language;
use crate::faults::{CallFaults, Cue, Faults};
use crate::north_pole::NorthPole;
use crate::openai::{calls, cors, secrets};
use crate::pace::{Pace, PaceChange};
use crate::report::Report;
use crate::voice::{SAMPLE_RATE, Voice, to_wav};
use crate::{mail, page, stripe};

/// The longest silence that may be put into a voice file, in milliseconds.
const LONGEST_PAUSE_MS: u32 = 120_000;

/// All routes. A further stand-in is one more router merged here.
pub(crate) fn routes(pole: Arc<NorthPole>) -> Router {
    let openai = Router::new()
        .route("/v1/realtime/client_secrets", post(secrets::create))
        .route("/v1/realtime/calls", post(calls::create))
        .route("/v1/realtime/calls/{call_id}/hangup", post(calls::hang_up))
        .layer(middleware::from_fn(cors::open_to_browsers));
    let mail = Router::new()
        .route("/emails", post(mail::routes::send))
        .route(
            "/inbox",
            get(mail::routes::show).delete(mail::routes::clear),
        )
        .route("/inbox.json", get(mail::routes::list));
    let bench = Router::new()
        .route("/", get(|| async { Html(page::welcome()) }))
        .route("/health", get(|| async { "ok" }))
        .route(
            "/faults",
            get(show_faults).post(set_faults).delete(clear_faults),
        )
        .route("/pace", get(show_pace).post(change_pace).delete(reset_pace))
        .route("/calls/{call_id}/faults", post(let_go_wrong))
        .route("/reports", get(list_reports))
        .route("/reports/{call_id}", get(show_report))
        .route("/voice.wav", get(voice_file));
    openai
        .merge(mail)
        .merge(stripe::routes::routes())
        .merge(bench)
        .with_state(pole)
}

async fn show_faults(State(pole): State<Arc<NorthPole>>) -> Json<Faults> {
    Json(pole.faults.show())
}

async fn set_faults(
    State(pole): State<Arc<NorthPole>>,
    Json(faults): Json<Faults>,
) -> Json<Faults> {
    pole.faults.set(faults);
    Json(pole.faults.show())
}

async fn clear_faults(State(pole): State<Arc<NorthPole>>) -> StatusCode {
    pole.faults.set(Faults::default());
    StatusCode::NO_CONTENT
}

/// Lets something go wrong in a call that stands, and answers once it does.
async fn let_go_wrong(
    State(pole): State<Arc<NorthPole>>,
    Path(call_id): Path<String>,
    faults: Result<Json<CallFaults>, JsonRejection>,
) -> Result<StatusCode, (StatusCode, String)> {
    let faults = understood(faults)?;
    if faults.is_empty() {
        return Err((StatusCode::BAD_REQUEST, "What shall go wrong?".to_owned()));
    }
    let over = || {
        (
            StatusCode::NOT_FOUND,
            "No such call, or it is over.".to_owned(),
        )
    };
    let call = pole.call(&call_id).ok_or_else(over)?;
    let (connected, ended) = {
        let report = crate::lock(&call.report);
        (report.connected, report.ended_by.is_some())
    };
    if ended {
        return Err(over());
    }
    if !connected {
        let early = "The call does not stand yet.".to_owned();
        return Err((StatusCode::CONFLICT, early));
    }
    let (done, goes_wrong) = oneshot::channel();
    // A call that ends meanwhile drops the cue, sent or not.
    let _ = call.cue.send(Cue { faults, done });
    goes_wrong.await.map_err(|_| over())?;
    Ok(StatusCode::NO_CONTENT)
}

/// What a body says; one that nobody understands is a bad request, whatever is wrong with it.
fn understood<T>(body: Result<Json<T>, JsonRejection>) -> Result<T, (StatusCode, String)> {
    match body {
        Ok(Json(asked)) => Ok(asked),
        Err(fault) => Err((StatusCode::BAD_REQUEST, fault.body_text())),
    }
}

async fn show_pace(State(pole): State<Arc<NorthPole>>) -> Json<Pace> {
    Json(pole.metronome.pace())
}

async fn change_pace(
    State(pole): State<Arc<NorthPole>>,
    change: Result<Json<PaceChange>, JsonRejection>,
) -> Result<Json<Pace>, (StatusCode, String)> {
    let change = understood(change)?;
    let changed = pole.metronome.change(change);
    let out_of_range = || (StatusCode::BAD_REQUEST, "speed is from 0.5 to 4".to_owned());
    changed.map(Json).ok_or_else(out_of_range)
}

async fn reset_pace(State(pole): State<Arc<NorthPole>>) -> StatusCode {
    pole.metronome.reset();
    StatusCode::NO_CONTENT
}

async fn list_reports(State(pole): State<Arc<NorthPole>>) -> Json<Vec<Report>> {
    Json(pole.reports())
}

async fn show_report(State(pole): State<Arc<NorthPole>>, Path(call_id): Path<String>) -> Response {
    match pole.call(&call_id) {
        Some(call) => Json(crate::lock(&call.report).clone()).into_response(),
        None => (StatusCode::NOT_FOUND, "No such call.").into_response(),
    }
}

/// What a voice file shall say.
#[derive(Debug, Deserialize)]
struct VoiceQuery {
    /// The words; `|` separates sentences with a pause between them.
    text: String,
    /// `da` (default) or `en`.
    language: Option<String>,
    /// `child` (default) or `santa`.
    voice: Option<String>,
    /// Silence before the first word.
    #[serde(default)]
    lead_ms: u32,
    /// Silence between sentences.
    pause_ms: Option<u32>,
    /// Silence after the last word.
    #[serde(default)]
    tail_ms: u32,
}

/// A 48 kHz mono 16-bit WAV, for fake microphones.
async fn voice_file(
    State(pole): State<Arc<NorthPole>>,
    Query(query): Query<VoiceQuery>,
) -> Response {
    let Some(language) = Language::from_code(query.language.as_deref().unwrap_or("da")) else {
        return (StatusCode::BAD_REQUEST, "language is da or en").into_response();
    };
    let voice = match query.voice.as_deref() {
        Some("santa") => Voice::Santa,
        Some("child") | None => Voice::Child,
        Some(_) => return (StatusCode::BAD_REQUEST, "voice is child or santa").into_response(),
    };
    let pause_ms = query.pause_ms.unwrap_or(1_000);
    let silence =
        |ms: u32| vec![0.0f32; (ms.min(LONGEST_PAUSE_MS) * (SAMPLE_RATE / 1_000)) as usize];
    let spoken = tokio::task::spawn_blocking(move || {
        let mut sound = silence(query.lead_ms);
        for (n, sentence) in query.text.split('|').enumerate() {
            if n > 0 {
                sound.extend(silence(pause_ms));
            }
            sound.extend(pole.speaker.say(sentence, language, voice)?);
        }
        sound.extend(silence(query.tail_ms));
        Ok::<_, crate::voice::VoiceError>(to_wav(&sound))
    });
    match spoken.await {
        Ok(Ok(file)) => ([(header::CONTENT_TYPE, "audio/wav")], file).into_response(),
        _ => (StatusCode::INTERNAL_SERVER_ERROR, "The voice failed.").into_response(),
    }
}

#[cfg(test)]
pub(crate) mod tests;
